//! Is every product the sum that its definition says, to the last bit, whatever the shapes and
//! however the factors lie in memory?

use feedback_alignment::numeric::matmul::{Panels, Sparse, multiply};
use feedback_alignment::numeric::rng::{self, Purpose};
use ndarray::{Array2, ArrayView2, Axis, Slice, s};
use rand::RngExt;
use wasm_bindgen_test::wasm_bindgen_test;

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
struct Layout {
    turned: bool,
    /// Every so many rows and columns of a larger matrix.
    steps: [usize; 2],
    backwards: [bool; 2],
}

/// A product of an m×k and a k×n matrix.
#[derive(Clone, Debug)]
struct Case {
    /// m, k, n.
    sizes: [usize; 3],
    layouts: [Layout; 2],
    /// What the numbers are drawn with.
    seed: u32,
    /// Share of zeros among the numbers of the first matrix, where zeros are left out.
    zeros: f64,
}

/// Numbers of many sizes, zeros of both signs among them.
fn number(rng: &mut impl RngExt) -> f32 {
    let x = 2.0 * rng.random::<f32>() - 1.0;
    match (8.0 * rng.random::<f32>()) as u8 {
        0 => 0.0,
        1 => -0.0,
        2 => x * 1e-30,
        3 => x * 1e9,
        _ => 2.0 * x,
    }
}

/// A matrix that holds a view of the given shape, and numbers of which the view knows nothing.
fn holder([rows, columns]: [usize; 2], layout: Layout, rng: &mut impl RngExt) -> Array2<f32> {
    let shape = [rows * layout.steps[0], columns * layout.steps[1]];
    let shape = if layout.turned {
        [shape[1], shape[0]]
    } else {
        shape
    };
    Array2::from_shape_simple_fn(shape, || number(rng))
}

fn view(holder: &Array2<f32>, layout: Layout) -> ArrayView2<'_, f32> {
    let mut view = holder.view();
    if layout.turned {
        view = view.reversed_axes();
    }
    for axis in [0, 1] {
        let step = layout.steps[axis] as isize;
        let step = if layout.backwards[axis] { -step } else { step };
        view.slice_axis_inplace(Axis(axis), Slice::new(0, None, step));
    }
    view
}

impl Case {
    fn factors(&self) -> [Array2<f32>; 2] {
        let [m, k, n] = self.sizes;
        let rng = &mut rng::stream(self.seed, Purpose::Task, 0);
        [
            holder([m, k], self.layouts[0], rng),
            holder([k, n], self.layouts[1], rng),
        ]
    }

    fn check_products(&self) {
        let [a, b] = self.factors();
        let (a, b) = (view(&a, self.layouts[0]), view(&b, self.layouts[1]));
        let truth = naive(a, b);
        let mut panels = Panels::default();
        let mut c = vec![f32::NAN; a.nrows() * b.ncols()];
        multiply(a, b, &mut c, &mut panels);
        assert_eq!(bits(&c), truth, "{self:?}");

        // Both ways, whichever is chosen; and with room that another product has left.
        let n = b.ncols();
        c.fill(f32::NAN);
        panels.pack(b);
        panels.write_rows(a, &mut c, n);
        assert_eq!(bits(&c), truth, "{self:?}, row by row");
        c.fill(f32::NAN);
        panels.pack(a.t());
        panels.write_columns(b.t(), &mut c, n);
        assert_eq!(bits(&c), truth, "{self:?}, column by column");
    }

    fn check_sparse_products(&self) {
        let [m, k, n] = self.sizes;
        if k == 0 || n == 0 {
            return;
        }
        let rng = &mut rng::stream(self.seed, Purpose::Task, 1);
        let [a, b] = self.factors();
        let [mut a, b] = [view(&a, self.layouts[0]), view(&b, self.layouts[1])]
            .map(|matrix| matrix.as_standard_layout().into_owned());
        a.mapv_inplace(|x| {
            if rng.random::<f64>() < self.zeros {
                0.0
            } else {
                x
            }
        });
        let [a_numbers, b_numbers] = [&a, &b].map(|matrix| matrix.as_slice().unwrap());
        let mut sparse = Sparse::default();
        sparse.keep(a_numbers, k);
        let mut c = vec![f32::NAN; m * n];
        sparse.times(0, b_numbers, n, &mut c);
        assert_eq!(bits(&c), naive(a.view(), b.view()), "{self:?}");

        let mut turned = Sparse::default();
        turned.keep_transposed(&sparse);
        // Aᵀ D, for any D.
        let d = Array2::from_shape_fn((m, n), |(i, j)| ((7 * i + 3 * j) % 11) as f32 - 5.0);
        let mut c = vec![f32::NAN; k * n];
        turned.times(0, d.as_slice().unwrap(), n, &mut c);
        assert_eq!(bits(&c), naive(a.t(), d.view()), "{self:?}, transposed");
        // And any rows of it.
        let first = k / 2;
        let mut part = vec![f32::NAN; (k - first) * n];
        turned.times(first, d.as_slice().unwrap(), n, &mut part);
        assert_eq!(bits(&part), bits(&c[first * n..]), "{self:?}, in part");
        let present = a.iter().filter(|&&x| x != 0.0).count() as f64;
        assert!(
            a.is_empty() || sparse.density() == present / a.len() as f64,
            "{self:?}"
        );
    }
}

/// Sizes around those at which the code changes its way, in all combinations of three.
fn edge_cases() -> impl Iterator<Item = Case> {
    const SIZES: [usize; 7] = [0, 1, 5, 16, 33, 63, 65];
    let layout = |i: usize| Layout {
        turned: i & 1 == 1,
        steps: [1 + (i / 2) % 2, 1 + (i / 4) % 3],
        backwards: [i & 8 == 8, i & 16 == 16],
    };
    (0..SIZES.len().pow(3)).map(move |i| Case {
        sizes: [1, 7, 49].map(|place| SIZES[i / place % 7]),
        // The plain layouts have code of their own: every second matrix has one.
        layouts: [i, i / 7].map(|i| layout(if i.is_multiple_of(2) { i % 4 / 2 } else { i })),
        seed: i as u32,
        zeros: (i % 11) as f64 / 10.0,
    })
}

#[wasm_bindgen_test(unsupported = test)]
fn products_at_the_edges_of_the_code_are_the_definition() {
    edge_cases().for_each(|case| case.check_products());
}

/// Nothing that is zero is added, and no bit is another for it: −0 is no exception.
#[wasm_bindgen_test(unsupported = test)]
fn leaving_out_zeros_changes_no_bit_at_the_edges_of_the_code() {
    edge_cases().for_each(|case| case.check_sparse_products());
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use super::{Case, Layout};
    use proptest::prelude::*;

    fn layout() -> impl Strategy<Value = Layout> {
        (any::<bool>(), [1usize..4, 1..4], any::<[bool; 2]>()).prop_map(
            |(turned, steps, backwards)| {
                // The plain cases have code of their own, so they shall be frequent.
                let steps = steps.map(|step| step.max(2) - 1);
                Layout {
                    turned,
                    steps,
                    backwards,
                }
            },
        )
    }

    fn size() -> impl Strategy<Value = usize> {
        prop_oneof![0usize..4, 3usize..20, 30usize..36, 60usize..70]
    }

    fn case() -> impl Strategy<Value = Case> {
        (
            [size(), size(), size()],
            [layout(), layout()],
            any::<u32>(),
            0.0..1.0,
        )
            .prop_map(|(sizes, layouts, seed, zeros)| Case {
                sizes,
                layouts,
                seed,
                zeros,
            })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn products_of_all_shapes_and_strides_are_the_definition(case in case()) {
            case.check_products();
        }

        #[test]
        fn leaving_out_zeros_changes_no_bit(case in case()) {
            case.check_sparse_products();
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
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
