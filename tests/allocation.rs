//! Does a training step allocate anything besides what a matrix product needs for packing?
#![cfg(not(target_arch = "wasm32"))] // a counting allocator of its own

use feedback_alignment::data::Dataset;
use feedback_alignment::network::{Output, Rule, Settings, Trainer};
use feedback_alignment::settings::Choice;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is handed to the system allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

#[test]
fn a_step_allocates_once_per_product_and_nothing_else() {
    let data = Arc::new(Dataset::teacher(&[50, 20, 5], 200, 1));
    for &rule in Rule::ALL {
        let settings = Settings {
            rule,
            hidden: vec![40, 30],
            output: Output::Identity,
            batch: 64, // 200 is no multiple: full and partial minibatches, and reshuffles
            ..Settings::default()
        };
        let mut trainer = Trainer::new(&settings, data.clone()).unwrap();
        // Three layers: three products forward, two hops, three gradients.
        let products = 3 + rule.path(2).len() + 3;
        for _ in 0..10 {
            let before = ALLOCATIONS.load(Ordering::Relaxed);
            trainer.step();
            let allocations = ALLOCATIONS.load(Ordering::Relaxed) - before;
            assert_eq!(allocations, products, "{rule:?}: one for each product");
        }
    }
}
