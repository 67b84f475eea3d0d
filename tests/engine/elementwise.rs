//! Are the elementwise functions as near to the truth as their documentation states, exact at their
//! ends, and the same for many numbers at once as for each?

use feedback_alignment::numeric::elementwise::{all_logistic, all_tanh, exp, logistic, tanh};
use wasm_bindgen_test::wasm_bindgen_test;

/// The distance of a result from the truth, in units in the last place of the truth.
fn units(found: f32, truth: f64) -> f64 {
    let nearest = truth as f32;
    if found == nearest {
        return 0.0;
    }
    let size = nearest.abs().clamp(f32::MIN_POSITIVE, f32::MAX.next_down());
    let last = f64::from(size.next_up()) - f64::from(size);
    (f64::from(found) - truth).abs() / last
}

/// Between these sizes of x the functions bend: below, they are 1, x and ½, and above, at their
/// ends, to the last place.
const BEND: [f32; 2] = [1.0 / (1 << 26) as f32, 128.0];
/// One in so many single-precision numbers is tried there, and a hundredth of them elsewhere; in a
/// browser fewer, since the golden runs hold its bits to the native ones.
const EVERY: usize = if cfg!(target_arch = "wasm32") {
    6_007
} else {
    61
};

/// The largest error over finite numbers of every size and both signs.
fn worst(f: impl Fn(f32) -> f32, truth: impl Fn(f64) -> f64) -> f64 {
    // The bits of positive numbers are in the order of the numbers.
    let numbers = |[from, to]: [f32; 2], every| (from.to_bits()..to.to_bits()).step_by(every);
    numbers([0.0, f32::INFINITY], 100 * EVERY)
        .chain(numbers(BEND, EVERY))
        .map(f32::from_bits)
        .flat_map(|x| [x, -x])
        .map(|x| units(f(x), truth(f64::from(x))))
        .fold(0.0, |worst, error| {
            assert!(error.is_finite());
            f64::max(worst, error)
        })
}

#[wasm_bindgen_test(unsupported = test)]
fn errors_are_as_stated() {
    let found = [
        worst(exp, libm::exp),
        worst(tanh, libm::tanh),
        worst(
            |x| logistic(x.max(-87.0)),
            |x| 1.0 / (1.0 + libm::exp(-x.max(-87.0))),
        ),
    ];
    let stated = [1.1, 2.5, 2.5];
    let holds = found
        .iter()
        .zip(stated)
        .all(|(found, stated)| *found <= stated);
    assert!(holds, "errors are {found:?}, but stated as {stated:?}");
}

#[wasm_bindgen_test(unsupported = test)]
fn ends_are_exact_and_what_is_no_number_stays() {
    assert_eq!(
        [exp(0.0), exp(-200.0), exp(200.0)],
        [1.0, 0.0, f32::INFINITY]
    );
    assert_eq!(
        [exp(f32::NEG_INFINITY), exp(f32::INFINITY)],
        [0.0, f32::INFINITY]
    );
    assert_eq!([tanh(f32::INFINITY), tanh(-30.0)], [1.0, -1.0]);
    assert_eq!(tanh(-0.0).to_bits(), (-0.0f32).to_bits());
    assert_eq!(
        [logistic(0.0), logistic(-200.0), logistic(200.0)],
        [0.5, 0.0, 1.0]
    );
    // Below the normal numbers it is 0 or as it should be.
    for x in 87..110 {
        let (found, truth) = (logistic(-x as f32), libm::exp(-f64::from(x)));
        let near = (f64::from(found) / truth - 1.0).abs() < 1e-6;
        assert!(near || found == 0.0 && x > 87, "{x}: {found:e}");
    }
    assert!([exp, tanh, logistic].iter().all(|f| f(f32::NAN).is_nan()));
}

#[wasm_bindgen_test(unsupported = test)]
fn many_at_once_are_the_same_as_one_by_one() {
    for count in [0, 1, 15, 16, 17, 100] {
        let numbers: Vec<f32> = (0..count).map(|i| 0.37 * i as f32 - 9.0).collect();
        let [mut all, mut each] = [numbers.clone(), numbers];
        for (at_once, one) in [
            (all_tanh as fn(&mut [f32]), tanh as fn(f32) -> f32),
            (all_logistic, logistic),
        ] {
            at_once(&mut all);
            each.iter_mut().for_each(|x| *x = one(*x));
            assert_eq!(all, each);
        }
    }
}
