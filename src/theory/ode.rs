//! The flow itself, `ẏ = f(y)`, to about nine digits: what the theory speaks of, where gradient
//! descent takes finite steps.

/// Local error that a step may make, relative to 1 + |y|.
const TOLERANCE: f64 = 1e-10;

/// The shortest step, as a part of the time asked for: where even that is too long, the flow leaves
/// all bounds.
const SHORTEST: f64 = 1e-12;

/// `y ← y(time)` from `ẏ = f(y)`, `y(0) = y`; NaN where the flow does not reach so far, or where
/// it is so stiff that `tries`, which counts down, comes to 0.
///
/// The classical Runge–Kutta method of order four, every step once whole and once in two halves:
/// the difference tells the error, corrects the result to order five, and sets the next step.
pub fn advance(y: &mut Vec<f64>, time: f64, tries: &mut usize, f: &dyn Fn(&[f64]) -> Vec<f64>) {
    let (mut left, mut h) = (time, time);
    while left > 0.0 {
        if *tries == 0 || h < SHORTEST * time {
            return y.fill(f64::NAN);
        }
        *tries -= 1;
        h = h.min(left);
        let whole = runge_kutta(y, h, f);
        let halves = runge_kutta(&runge_kutta(y, h / 2.0, f), h / 2.0, f);
        let off = |(x, better): (&f64, &f64)| (better - x).abs() / 15.0 / (1.0 + better.abs());
        let error: f64 = whole.iter().zip(&halves).map(off).sum();
        if error <= TOLERANCE {
            left -= h;
            let corrected = |(x, better): (&f64, &f64)| better + (better - x) / 15.0;
            *y = whole.iter().zip(&halves).map(corrected).collect();
        }
        // The error of a step goes with h⁵: a step twice as long would make 32 times as much.
        if error < TOLERANCE / 64.0 {
            h *= 2.0;
        } else if error.is_nan() || error > TOLERANCE {
            h /= 2.0;
        }
    }
}

fn runge_kutta(y: &[f64], h: f64, f: &dyn Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    let mut slope = f(y);
    let mut sum = slope.clone();
    for (reach, weight) in [(h / 2.0, 2.0), (h / 2.0, 2.0), (h, 1.0)] {
        slope = f(&ahead(y, reach, &slope));
        sum = ahead(&sum, weight, &slope);
    }
    ahead(y, h / 6.0, &sum)
}

/// `y + h slope`
#[inline(never)]
fn ahead(y: &[f64], h: f64, slope: &[f64]) -> Vec<f64> {
    y.iter()
        .zip(slope)
        .map(|(y, slope)| y + h * slope)
        .collect()
}
