//! Is every product the sum that its definition says, to the last bit, whatever the shapes and
//! however the factors lie in memory?
#![cfg(not(target_arch = "wasm32"))] // proptest; tests/golden.rs compares browsers with this

use feedback_alignment::numeric::matmul::{Panels, Sparse, multiply};
use ndarray::{Array2, ArrayView2, Axis, Slice, s};
use proptest::prelude::*;

/// The definition: from 0, k ascending, each product rounded and then each sum.
fn naive(a: ArrayView2<f32>, b: ArrayView2<f32>) -> Vec<u32> {
    let mut bits = Vec::new();
    for i in 0..a.nrows() {
        for j in 0..b.ncols() {
            let mut sum = 0.0f32;
            for k in 0..a.ncols() {
                let product = a[[i, k]] * b[[k, j]];
                sum += product;
            }
            bits.push(sum.to_bits());
        }
    }
    bits
}

fn bits(numbers: &[f32]) -> Vec<u32> {
    numbers.iter().map(|x| x.to_bits()).collect()
}

/// How a matrix may lie in memory.
#[derive(Clone, Copy, Debug)]
struct Lie {
    turned: bool,
    /// Every so many rows and columns of a larger matrix.
    steps: [usize; 2],
    backwards: [bool; 2],
}

fn lie() -> impl Strategy<Value = Lie> {
    (any::<bool>(), [1usize..4, 1..4], any::<[bool; 2]>()).prop_map(|(turned, steps, backwards)| {
        // The plain cases have code of their own, so they shall be frequent.
        let steps = steps.map(|step| step.max(2) - 1);
        Lie {
            turned,
            steps,
            backwards,
        }
    })
}

/// Numbers of many sizes, zeros of both signs among them.
fn number() -> impl Strategy<Value = f32> {
    prop_oneof![
        4 => -2.0f32..2.0,
        1 => Just(0.0),
        1 => Just(-0.0),
        1 => (-1.0f32..1.0).prop_map(|x| x * 1e-30),
        1 => (-1.0f32..1.0).prop_map(|x| x * 1e9),
    ]
}

/// A matrix that holds a view of the given shape.
fn holder([rows, columns]: [usize; 2], lie: Lie) -> impl Strategy<Value = Array2<f32>> {
    let shape = [rows * lie.steps[0], columns * lie.steps[1]];
    let shape = if lie.turned {
        [shape[1], shape[0]]
    } else {
        shape
    };
    let count = shape[0] * shape[1];
    prop::collection::vec(number(), count)
        .prop_map(move |numbers| Array2::from_shape_vec(shape, numbers).unwrap())
}

fn view(holder: &Array2<f32>, lie: Lie) -> ArrayView2<'_, f32> {
    let mut view = holder.view();
    if lie.turned {
        view = view.reversed_axes();
    }
    for axis in [0, 1] {
        let step = lie.steps[axis] as isize;
        let step = if lie.backwards[axis] { -step } else { step };
        view.slice_axis_inplace(Axis(axis), Slice::new(0, None, step));
    }
    view
}

/// Sizes around those at which the code changes its way.
fn size() -> impl Strategy<Value = usize> {
    prop_oneof![0usize..4, 3usize..20, 30usize..36, 60usize..70]
}

fn factors() -> impl Strategy<Value = (Array2<f32>, Lie, Array2<f32>, Lie)> {
    ([size(), size(), size()], lie(), lie())
        .prop_flat_map(|([m, k, n], a, b)| (holder([m, k], a), Just(a), holder([k, n], b), Just(b)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn products_of_all_shapes_and_strides_are_the_definition((a, of_a, b, of_b) in factors()) {
        let (a, b) = (view(&a, of_a), view(&b, of_b));
        let truth = naive(a, b);
        let mut panels = Panels::default();
        let mut c = vec![f32::NAN; a.nrows() * b.ncols()];
        multiply(a, b, &mut c, &mut panels);
        prop_assert_eq!(bits(&c), &truth[..]);

        // Both ways, whichever is chosen; and with room that another product has left.
        let n = b.ncols();
        c.fill(f32::NAN);
        panels.pack(b);
        panels.write_rows(a, &mut c, n);
        prop_assert_eq!(bits(&c), &truth[..]);
        c.fill(f32::NAN);
        panels.pack(a.t());
        panels.write_columns(b.t(), &mut c, n);
        prop_assert_eq!(bits(&c), &truth[..]);
    }

    /// Nothing that is zero is added, and no bit is another for it: −0 is no exception.
    #[test]
    fn leaving_out_zeros_changes_no_bit((a, of_a, b, of_b) in factors(), share in 0.0f32..1.0) {
        let [a, b] = [view(&a, of_a), view(&b, of_b)].map(|m| m.as_standard_layout().into_owned());
        let a = a.mapv(|x| if (x.to_bits() >> 3) % 100 < (100.0 * share) as u32 { 0.0 } else { x });
        let [b_numbers, a_numbers] = [&b, &a].map(|m| m.as_slice().unwrap());
        let (m, n) = (a.nrows(), b.ncols());
        prop_assume!(a.ncols() > 0 && n > 0);
        let mut sparse = Sparse::default();
        sparse.keep(a_numbers, a.ncols());
        let mut c = vec![f32::NAN; m * n];
        sparse.times(0, b_numbers, n, &mut c);
        prop_assert_eq!(bits(&c), naive(a.view(), b.view()));

        let mut turned = Sparse::default();
        turned.keep_transposed(&sparse);
        // Aᵀ D, for any D.
        let d = Array2::from_shape_fn((m, n), |(i, j)| ((7 * i + 3 * j) % 11) as f32 - 5.0);
        let mut c = vec![f32::NAN; a.ncols() * n];
        turned.times(0, d.as_slice().unwrap(), n, &mut c);
        prop_assert_eq!(bits(&c), naive(a.t(), d.view()));
        // And any rows of it.
        let first = a.ncols() / 2;
        let mut part = vec![f32::NAN; (a.ncols() - first) * n];
        turned.times(first, d.as_slice().unwrap(), n, &mut part);
        prop_assert_eq!(bits(&part), bits(&c[first * n..]));
        let share = sparse.density();
        prop_assert!(a.is_empty() || share == a.iter().filter(|&&x| x != 0.0).count() as f64 / a.len() as f64);
    }
}

#[test]
fn a_view_of_a_part_is_multiplied_as_that_part() {
    let large = Array2::from_shape_fn((90, 100), |(i, j)| ((i * 31 + j * 17) % 23) as f32 - 11.0);
    let (a, b) = (
        large.slice(s![3..70;2, 5..80]),
        large.slice(s![..75, 10..;3]),
    );
    let mut c = vec![0.0; a.nrows() * b.ncols()];
    multiply(a, b, &mut c, &mut Panels::default());
    assert_eq!(bits(&c), naive(a, b));
}
