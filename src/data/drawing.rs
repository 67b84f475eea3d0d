//! A drawing becomes a digit: placed and scaled as the images of MNIST were, so that a network
//! that knows those can read it.

use crate::error::{Error, Result};

/// Pixels along a side of an MNIST image.
pub const FIELD: usize = 28;

/// Pixels along a side of the box that the ink is made to fit.
pub const BOX: usize = 20;

/// The largest drawing.
pub const MOST_SIDE: usize = 4096;

/// The pixel in each direction on whose middle the centre of mass comes to lie, counted from 0.
///
/// In words it is "the center of the 28x28 field" (LeCun, Cortes & Burges, the MNIST page). In the
/// files the mean pixel index of every image is between 13.5 and 14.5, evenly spread: the images
/// were moved by whole pixels, and to pixel 14, not to 13.5 where the field's middle is.
pub const CENTRE: usize = 14;

/// What eight bits would round to nothing is no ink.
const INK: f32 = 0.5 / 255.0;

/// A centre of mass midway between two pixels, as that of every symmetric drawing is, comes to lie on
/// 13.5 rather than 14.5, as in MNIST, also where rounding has carried it this far to the other side.
const TIE: f64 = 1e-6;

/// The 28×28 image of a `side`×`side` drawing, row by row, 0 paper and 1 ink; `None` without ink.
///
/// As MNIST was made (LeCun et al. 1998, §III.A): the bounding box of the ink is scaled to fit
/// 20×20 pixels, aspect ratio kept, grey where a pixel is covered in part (here: the mean of what
/// it covers), the shorter side in the middle of the 20; then the 20×20 pixels are moved by whole
/// pixels so that the centre of mass comes to lie nearest to pixel 14, 14. Should they stick out,
/// as no image of MNIST does, they are moved less far: no ink is lost.
///
/// # Errors
/// If the side is not between 1 and 4096, there are not side·side pixels, or a pixel is not between
/// 0 and 1.
pub fn normalise(pixels: &[f32], side: usize) -> Result<Option<Vec<f32>>> {
    if !(1..=MOST_SIDE).contains(&side) {
        return Err(Error::new(format!(
            "side must be between 1 and {MOST_SIDE}, but is {side}"
        )));
    }
    if pixels.len() != side * side {
        let found = pixels.len();
        return Err(Error::new(format!(
            "a drawing of side {side} must have {} pixels, but has {found}",
            side * side
        )));
    }
    if let Some(pixel) = pixels.iter().find(|pixel| !(0.0..=1.0).contains(*pixel)) {
        return Err(Error::new(format!(
            "pixels must be between 0 and 1, but one is {pixel}"
        )));
    }
    let Some([x, y]) = bounds(pixels, side) else {
        return Ok(None);
    };
    // Pixels of the drawing to one of the box; both ranges are as long, around the ink's middle.
    let unit = (x[1] - x[0]).max(y[1] - y[0]) as f64 / BOX as f64;
    let corner = [x, y].map(|[from, to]| ((from + to) as f64 - BOX as f64 * unit) / 2.0);
    let mut small = [[0.0; BOX]; BOX];
    let mut moments = [0.0; 3];
    for (r, row) in small.iter_mut().enumerate() {
        let rows = Span::new(corner[1] + r as f64 * unit, unit, y);
        for (c, pixel) in row.iter_mut().enumerate() {
            let columns = Span::new(corner[0] + c as f64 * unit, unit, x);
            let mut ink = 0.0;
            for i in rows.first..rows.end {
                let line = &pixels[i * side..][..side];
                let part: f64 = (columns.first..columns.end)
                    .map(|j| columns.covered(j) * f64::from(line[j]))
                    .sum();
                ink += rows.covered(i) * part;
            }
            *pixel = ink / (unit * unit);
            moments[0] += *pixel;
            moments[1] += *pixel * c as f64;
            moments[2] += *pixel * r as f64;
        }
    }
    let shift = [1, 2].map(|k| {
        let shift = libm::floor(CENTRE as f64 - moments[k] / moments[0] + 0.5 - TIE);
        shift.clamp(0.0, (FIELD - BOX) as f64) as usize
    });
    let mut field = vec![0.0; FIELD * FIELD];
    for (r, row) in small.iter().enumerate() {
        let target = &mut field[(r + shift[1]) * FIELD + shift[0]..][..BOX];
        for (target, pixel) in target.iter_mut().zip(row) {
            // Rounding may carry the mean of ones beyond one.
            *target = pixel.min(1.0) as f32;
        }
    }
    Ok(Some(field))
}

/// From which column to which (exclusive) there is ink, and from which row to which.
fn bounds(pixels: &[f32], side: usize) -> Option<[[usize; 2]; 2]> {
    let (mut x, mut y) = ([side, 0], [side, 0]);
    for (r, row) in pixels.chunks_exact(side).enumerate() {
        for (c, _) in row.iter().enumerate().filter(|(_, pixel)| **pixel >= INK) {
            x = [x[0].min(c), x[1].max(c + 1)];
            y = [y[0].min(r), y[1].max(r + 1)];
        }
    }
    (x[1] > 0).then_some([x, y])
}

/// The pixels of the drawing, in one direction, that one pixel of the box covers.
struct Span {
    from: f64,
    to: f64,
    first: usize,
    end: usize,
}

impl Span {
    /// From `from`, `unit` long, but not beyond the ink.
    fn new(from: f64, unit: f64, [first, end]: [usize; 2]) -> Self {
        let (from, to) = (from.max(first as f64), (from + unit).min(end as f64));
        Span {
            from,
            to,
            first: from as usize,
            end: (libm::ceil(to) as usize).min(end),
        }
    }

    /// How much of pixel i.
    fn covered(&self, i: usize) -> f64 {
        ((i + 1) as f64).min(self.to) - (i as f64).max(self.from)
    }
}
