//! Does a training step allocate anything, once all buffers have their size?

use feedback_alignment::data::Dataset;
use feedback_alignment::network::{Method, Output, Rule, Settings, Trainer};
use feedback_alignment::settings::Choice;
use ndarray::Array2;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::Arc;

struct Counting;

thread_local! {
    /// Of this thread: what runs the tests has business of its own.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is handed to the system allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Inputs that are mostly zero, more of them in the later examples, with classes.
fn sparse() -> Dataset {
    let pixel = |(i, j): (usize, usize)| f32::from(u8::from((7 * i + 11 * j) % (9 - i / 40) == 0));
    let inputs = Array2::from_shape_fn((200, 50), pixel);
    Dataset::classification(inputs, (0..200).map(|i| i % 5).collect(), 5).unwrap()
}

#[test]
fn a_step_allocates_nothing() {
    let dense = Dataset::teacher(&[50, 20, 5], 200, 1);
    for (data, output) in [(dense, Output::Identity), (sparse(), Output::Softmax)] {
        let data = Arc::new(data);
        for (&rule, &optimizer) in Rule::ALL.iter().zip(Method::ALL.iter().cycle()) {
            let settings = Settings {
                rule,
                optimizer,
                output,
                hidden: vec![40, 30],
                batch: 64, // 200 is no multiple: full and partial minibatches, and reshuffles
                ..Settings::default()
            };
            let mut trainer = Trainer::new(&settings, data.clone()).unwrap();
            // The first step finds out how large the buffers for products are.
            trainer.step();
            for step in 2..20 {
                let before = ALLOCATIONS.get();
                trainer.step();
                let allocations = ALLOCATIONS.get() - before;
                assert_eq!(allocations, 0, "{rule:?} {optimizer:?} step {step}");
            }
        }
    }
}
