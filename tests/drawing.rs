//! Does a drawing become the image that MNIST would have made of it?

use feedback_alignment::data::drawing::{BOX, CENTRE, FIELD, normalise};
use wasm_bindgen_test::wasm_bindgen_test;

/// Images of the same shape at other places and sizes: the shapes here have 80 pixels and more a side,
/// four to a pixel of the box, and at every edge one of these is ink or none.
const SAME_SHAPE: f64 = 0.08;

/// A `side`×`side` drawing, ink where `shape` says so of the middle of a pixel, seen from `corner`
/// with `size` pixels to 1.
fn draw(side: usize, corner: [f64; 2], size: f64, shape: fn(f64, f64) -> bool) -> Vec<f32> {
    (0..side * side)
        .map(|i| {
            let [x, y] = [(i % side, corner[0]), (i / side, corner[1])]
                .map(|(pixel, corner)| (pixel as f64 + 0.5 - corner) / size);
            f32::from(u8::from(shape(x, y)))
        })
        .collect()
}

/// A three, roughly: two open bows, one above the other, the lower one heavier. (Were they alike,
/// the centre of mass would be midway between two pixels, and the raster would decide to which.)
fn three(x: f64, y: f64) -> bool {
    let bow = |middle: f64, inner: f64| {
        let (x, y) = (x - 0.5, y - middle);
        let r = (x * x + y * y).sqrt();
        (inner..0.4).contains(&r) && (x > 0.0 || y.abs() > 0.2)
    };
    bow(0.4, 0.3) || bow(1.05, 0.2)
}

/// An L, whose ink lies far from the middle of its box.
fn corner(x: f64, y: f64) -> bool {
    (0.0..0.6).contains(&x) && (0.0..1.0).contains(&y) && (x < 0.15 || y > 0.85)
}

fn image(drawing: &[f32], side: usize) -> Vec<f32> {
    normalise(drawing, side).unwrap().unwrap()
}

/// Σ p, and the mean index of a pixel's column and row.
fn mass_and_centre(image: &[f32]) -> (f64, [f64; 2]) {
    let mut sums = [0.0; 3];
    for (i, &pixel) in image.iter().enumerate() {
        let pixel = f64::from(pixel);
        sums[0] += pixel;
        sums[1] += pixel * (i % FIELD) as f64;
        sums[2] += pixel * (i / FIELD) as f64;
    }
    (sums[0], [sums[1] / sums[0], sums[2] / sums[0]])
}

/// Columns and rows from the first to the last that are not empty.
fn extent(image: &[f32]) -> [usize; 2] {
    let along = |column: &dyn Fn(usize) -> usize| {
        let inked = image.iter().enumerate().filter(|(_, pixel)| **pixel > 0.0);
        let (low, high) = inked.fold((FIELD, 0), |(low, high), (i, _)| {
            (low.min(column(i)), high.max(column(i)))
        });
        (high + 1).saturating_sub(low)
    };
    [along(&|i| i % FIELD), along(&|i| i / FIELD)]
}

/// `‖x − y‖ / ‖y‖`
fn difference(x: &[f32], y: &[f32]) -> f64 {
    let norm = |numbers: &mut dyn Iterator<Item = f32>| {
        numbers.map(|x| f64::from(x * x)).sum::<f64>().sqrt()
    };
    norm(&mut x.iter().zip(y).map(|(x, y)| x - y)) / norm(&mut y.iter().copied())
}

#[wasm_bindgen_test(unsupported = test)]
fn a_filled_rectangle_has_the_image_that_one_can_work_out() {
    // 40 wide and 100 high: 8×20 of ones, the centre of mass midway between two pixels, where the
    // field's middle is taken.
    let drawing = draw(280, [11.0, 93.0], 1.0, |x, y| {
        (0.0..40.0).contains(&x) && (0.0..100.0).contains(&y)
    });
    let image = image(&drawing, 280);
    assert_eq!(extent(&image), [8, 20]);
    assert_eq!(
        image
            .iter()
            .filter(|&&pixel| (pixel - 1.0).abs() < 1e-6)
            .count(),
        160
    );
    let (mass, centre) = mass_and_centre(&image);
    assert!((mass - 160.0).abs() < 1e-4);
    assert!(centre.iter().all(|c| (c - 13.5).abs() < 1e-6), "{centre:?}");
}

#[wasm_bindgen_test(unsupported = test)]
fn a_pixel_covered_in_part_is_grey_by_that_part() {
    // 3 wide and 8 high, 2.5 pixels of the box to one: 7.5×20, 3.75 on either side of the middle.
    let drawing = draw(10, [4.0, 1.0], 1.0, |x, y| {
        (0.0..3.0).contains(&x) && (0.0..8.0).contains(&y)
    });
    let image = image(&drawing, 10);
    let row = |r: usize| &image[r * FIELD..][..FIELD];
    let inked: Vec<f32> = row(14)
        .iter()
        .copied()
        .filter(|&pixel| pixel > 0.0)
        .collect();
    assert_eq!(inked, [0.75, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.75]);
    assert!((mass_and_centre(&image).0 - 150.0).abs() < 1e-4);
}

#[wasm_bindgen_test(unsupported = test)]
fn place_and_size_of_a_shape_do_not_matter() {
    for shape in [three, corner] {
        let reference = image(&draw(280, [20.0, 15.0], 180.0, shape), 280);
        for (side, at, size) in [
            (280, [95.0, 2.0], 180.0),
            (280, [3.0, 90.0], 120.0),
            (280, [151.0, 100.0], 100.0),
            (500, [77.3, 41.8], 300.0),
        ] {
            let image = image(&draw(side, at, size, shape), side);
            let difference = difference(&image, &reference);
            assert!(
                difference < SAME_SHAPE,
                "{side} {at:?} {size}: {difference}"
            );
        }
        // The same pixels elsewhere are the same image, but for rounding.
        let moved = image(&draw(280, [75.0, 18.0], 180.0, shape), 280);
        assert!(difference(&moved, &reference) < 1e-6);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_box_is_kept_and_the_centre_of_mass_is_within_half_a_pixel_of_the_middle() {
    for shape in [three, corner] {
        for size in [40.0, 77.0, 133.0, 190.0] {
            let image = image(&draw(280, [9.0, 5.0], size, shape), 280);
            assert_eq!(extent(&image)[1], BOX, "the longer side fills the box");
            assert!(extent(&image)[0] <= BOX);
            for c in mass_and_centre(&image).1 {
                assert!((c - CENTRE as f64).abs() <= 0.5 + 1e-6, "{size}: {c}");
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn ink_far_from_the_middle_of_its_box_is_not_lost_at_the_border() {
    // A heavy block and one faint pixel far to the left and above: the centre of mass wants the box
    // nearly ten pixels up and left.
    let mut drawing = draw(200, [101.0, 101.0], 1.0, |x, y| x >= 0.0 && y >= 0.0);
    drawing[0] = 0.01;
    let image = image(&drawing, 200);
    assert_eq!(extent(&image), [BOX, BOX]);
    let paper: f64 = drawing.iter().map(|&pixel| f64::from(pixel)).sum();
    // 10×10 pixels of the drawing to one.
    assert!((mass_and_centre(&image).0 * 100.0 / paper - 1.0).abs() < 1e-6);
}

#[wasm_bindgen_test(unsupported = test)]
fn no_ink_is_no_image_and_one_pixel_is_one() {
    assert_eq!(normalise(&[0.0; 100], 10).unwrap(), None);
    assert_eq!(
        normalise(&[0.001; 100], 10).unwrap(),
        None,
        "less than eight bits can say"
    );
    let mut dot = [0.0; 100];
    dot[99] = 0.5;
    let image = image(&dot, 10);
    assert_eq!(
        image.iter().filter(|&&pixel| pixel == 0.5).count(),
        BOX * BOX
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn messages_name_the_constraint_and_the_value() {
    for (pixels, side, expected) in [
        (vec![], 0, "side must be between 1 and 4096, but is 0"),
        (
            vec![0.0; 4],
            4097,
            "side must be between 1 and 4096, but is 4097",
        ),
        (
            vec![0.0; 15],
            4,
            "a drawing of side 4 must have 16 pixels, but has 15",
        ),
        (
            vec![0.5, 0.0, f32::NAN, 0.0],
            2,
            "pixels must be between 0 and 1, but one is NaN",
        ),
        (
            vec![0.5, 0.0, 1.5, 0.0],
            2,
            "pixels must be between 0 and 1, but one is 1.5",
        ),
        (
            vec![0.5, 0.0, -0.1, 0.0],
            2,
            "pixels must be between 0 and 1, but one is -0.1",
        ),
        (
            vec![f32::INFINITY],
            1,
            "pixels must be between 0 and 1, but one is inf",
        ),
    ] {
        assert_eq!(normalise(&pixels, side).unwrap_err().to_string(), expected);
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::*;
    use feedback_alignment::data::folder;
    use proptest::prelude::*;
    use std::path::Path;

    /// The images of MNIST, ten times as large, become themselves again wherever the box can be
    /// recovered: where the longer side has 20 pixels and the shorter an even number, as ink in the
    /// middle of 20 has. Elsewhere a faint outermost row or column was rounded to paper, and what is
    /// left is taken to be half a pixel off.
    #[test]
    fn the_digits_of_mnist_become_themselves() {
        const COUNT: usize = 1000;
        let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let (train, _) = folder::load(&packed)
            .unwrap_or_else(|why| panic!("{why}; `cargo xtask digits` makes them"));
        let (mut digit, mut label) = (vec![0.0; FIELD * FIELD], vec![0.0; 10]);
        let (mut recoverable, mut same, mut differences) = (0, 0, Vec::new());
        for i in 0..COUNT {
            train.write(i, &mut digit, &mut label);
            let large: Vec<f32> = (0..280 * 280)
                .map(|i| digit[i / 280 / 10 * FIELD + i % 280 / 10])
                .collect();
            let again = image(&large, 280);
            let size = extent(&digit);
            if size.contains(&BOX) && size.iter().all(|n| n.is_multiple_of(2)) {
                recoverable += 1;
                let worst = digit.iter().zip(&again).map(|(x, y)| (x - y).abs());
                same += usize::from(worst.fold(0.0, f32::max) < 1e-6);
            } else {
                differences.push(difference(&again, &digit));
            }
        }
        assert!(recoverable > COUNT * 3 / 4, "{recoverable}");
        assert_eq!(same, recoverable);
        let mean = differences.iter().sum::<f64>() / differences.len() as f64;
        // Half a pixel off.
        assert!(mean < 0.35, "{mean}");
    }

    proptest! {
        #[test]
        fn any_drawing_becomes_an_image_with_its_ink_or_none(
            side in 1usize..40,
            seed in proptest::collection::vec(prop_oneof![
                3 => Just(0.0f32), 1 => 0.0f32..=1.0, 1 => Just(1.0), 1 => Just(f32::MIN_POSITIVE)
            ], 1..60),
            stride in 1usize..50,
        ) {
            // Sparse here, dense there.
            let mut drawing = vec![0.0; side * side];
            for (k, pixel) in seed.iter().enumerate() {
                drawing[k * stride % (side * side)] = *pixel;
            }
            let ink = drawing.iter().any(|&pixel| pixel >= 0.5 / 255.0);
            let image = normalise(&drawing, side).unwrap();
            prop_assert_eq!(image.is_some(), ink);
            if let Some(image) = image {
                prop_assert_eq!(image.len(), FIELD * FIELD);
                prop_assert!(image.iter().all(|pixel| (0.0..=1.0).contains(pixel)));
                let size = extent(&image);
                prop_assert!(size[0] <= BOX && size[1] <= BOX && size.contains(&BOX));
                prop_assert!(mass_and_centre(&image).0 > 0.0);
            }
        }

        #[test]
        fn anything_else_is_refused_in_a_sentence(
            pixels in proptest::collection::vec(any::<f32>(), 0..30),
            side in prop_oneof![0usize..6, any::<usize>()],
        ) {
            let valid = (1..=4096).contains(&side)
                && pixels.len() == side * side
                && pixels.iter().all(|pixel| (0.0..=1.0).contains(pixel));
            match normalise(&pixels, side) {
                Ok(_) => prop_assert!(valid),
                Err(why) => {
                    prop_assert!(!valid);
                    let why = why.to_string();
                    prop_assert!(why.contains(" must ") && why.contains(", but "), "{}", why);
                }
            }
        }
    }
}
