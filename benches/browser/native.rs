//! Training steps natively, for `cargo xtask bench`: a line of JSON says which, a line of JSON answers.
//!
//!     {"settings": {"hidden": [200, 100], "rule": "bp", "batch": 64}, "milliseconds": 150}
//!     {"ms": 0.7, "allocations": 0}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    native::answer(std::io::stdin().lock(), std::io::stdout())
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use feedback_alignment::data::folder;
    use feedback_alignment::network::{Settings, Trainer};
    use feedback_alignment::settings::Value;
    use serde_json::{Value as Json, json};
    use std::alloc::{GlobalAlloc, Layout, System};
    use std::collections::HashMap;
    use std::error::Error;
    use std::io::{BufRead, Write};
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Instant;

    /// Steps that find out how large buffers are, and how fast the machine is.
    const WARM: u32 = 10;
    /// As in timing.js: pieces of a window, of which the shortest counts.
    const PIECES: u32 = 8;

    struct Counting;

    static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

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

    /// Answers line by line, until there are no more.
    pub fn answer(asked: impl BufRead, mut answers: impl Write) -> Result<(), Box<dyn Error>> {
        let packed = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let (train, _) = folder::load(&packed)?;
        let train = Arc::new(train);
        // Networks that have been asked for before go on from where they are.
        let mut trainers: HashMap<String, Trainer> = HashMap::new();
        for line in asked.lines() {
            let asked: Json = serde_json::from_str(&line?)?;
            let milliseconds = asked["milliseconds"].as_f64().ok_or("milliseconds?")?;
            let which = asked["settings"].to_string();
            if !trainers.contains_key(&which) {
                let settings = Settings::from_values(values(&asked["settings"]))?;
                trainers.insert(which.clone(), Trainer::new(&settings, train.clone())?);
            }
            let trainer = trainers.get_mut(&which).ok_or("it was just put there")?;
            let (ms, allocations) = time(trainer, milliseconds);
            let answer = json!({"ms": ms, "allocations": allocations});
            writeln!(answers, "{answer}")?;
            answers.flush()?;
        }
        Ok(())
    }

    fn values(settings: &Json) -> Vec<(String, Value)> {
        let number = |value: &Json| value.as_f64().unwrap_or(f64::NAN);
        let value = |value: &Json| match value {
            Json::Array(list) => Value::List(list.iter().map(number).collect()),
            Json::String(text) => Value::Text(text.clone()),
            other => Value::Number(number(other)),
        };
        let settings = settings.as_object().into_iter().flatten();
        settings
            .map(|(key, set)| (key.clone(), value(set)))
            .collect()
    }

    /// Milliseconds and allocations of a step, over as many as fit into the time.
    fn time(trainer: &mut Trainer, milliseconds: f64) -> (f64, f64) {
        let mut run = |steps: u32| {
            let start = Instant::now();
            for _ in 0..steps {
                trainer.step();
            }
            start.elapsed().as_secs_f64() * 1e3 / f64::from(steps)
        };
        let ms = run(WARM);
        let piece = (milliseconds / f64::from(PIECES) / ms).ceil() as u32;
        let before = ALLOCATIONS.load(Ordering::Relaxed);
        let least = (0..PIECES)
            .map(|_| run(piece))
            .fold(f64::INFINITY, f64::min);
        let allocations = ALLOCATIONS.load(Ordering::Relaxed) - before;
        (least, allocations as f64 / f64::from(PIECES * piece))
    }
}
