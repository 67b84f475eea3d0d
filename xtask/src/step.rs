//! What these commands are doing, in lines: what begins, how long it took, and every few seconds that it goes on.
//!
//! Steps may run side by side. One that is over at once deserves no line.

use std::io::Write as _;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

/// A step that is over before this time was nothing to speak of.
const AT_ONCE: Duration = Duration::from_millis(500);
/// The longest silence.
const SILENCE: Duration = Duration::from_secs(8);
/// Between two looks at what is running.
const TICK: Duration = Duration::from_millis(100);

struct Running {
    id: u64,
    heading: String,
    start: Instant,
    announced: bool,
}

struct Log {
    running: Vec<Running>,
    steps: u64,
    last_line: Option<Instant>,
}

static LOG: Mutex<Log> = Mutex::new(Log {
    running: Vec::new(),
    steps: 0,
    last_line: None,
});

impl Log {
    fn get() -> MutexGuard<'static, Self> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn print(&mut self, line: &str) {
        // A line that cannot be shown is no reason to stop working.
        let _ = writeln!(std::io::stdout(), "{line}");
        self.last_line = Some(Instant::now());
    }

    /// Announces what has been running for a while, and breaks a long silence.
    fn tick(&mut self) {
        let due: Vec<String> = self
            .running
            .iter_mut()
            .filter(|step| !step.announced && step.start.elapsed() >= AT_ONCE)
            .map(|step| {
                step.announced = true;
                format!("{} …", step.heading)
            })
            .collect();
        for line in due {
            self.print(&line);
        }
        if self.last_line.is_some_and(|last| last.elapsed() >= SILENCE) && !self.running.is_empty()
        {
            let still: Vec<String> = self
                .running
                .iter()
                .map(|step| {
                    format!(
                        "{} ({} so far)",
                        step.heading,
                        seconds(step.start.elapsed())
                    )
                })
                .collect();
            self.print(&format!("  … {}", still.join(", ")));
        }
    }
}

/// Prints a line.
pub fn say(line: &str) {
    Log::get().print(line);
}

/// Does the work under a heading, beside whatever else is running.
pub fn step<T>(heading: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        thread::spawn(|| {
            loop {
                thread::sleep(TICK);
                Log::get().tick();
            }
        });
    });
    let start = Instant::now();
    let id = {
        let mut log = Log::get();
        log.steps += 1;
        let id = log.steps;
        log.last_line.get_or_insert(start);
        log.running.push(Running {
            id,
            heading: heading.to_string(),
            start,
            announced: false,
        });
        id
    };
    let result = work();
    let mut log = Log::get();
    let took = seconds(start.elapsed());
    let mine = log.running.iter().position(|step| step.id == id);
    let announced = mine.is_some_and(|mine| log.running.remove(mine).announced);
    match &result {
        Ok(_) if announced => log.print(&format!("{heading}: {took}")),
        Ok(_) => {}
        Err(_) => log.print(&format!("{heading}: failed after {took}")),
    }
    result
}

/// Does two pieces of work side by side. The first one's error counts, then the second one's.
pub fn both<A, B: Send>(
    one: impl FnOnce() -> Result<A>,
    other: impl FnOnce() -> Result<B> + Send,
) -> Result<(A, B)> {
    thread::scope(|scope| {
        let other = scope.spawn(other);
        let one = one();
        let other = other
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok((one?, other?))
    })
}

/// "0.4 s", "12.0 s", "3 min 05 s".
pub fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 119.95 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    format!("{} min {:02} s", whole / 60, whole % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short_and_never_show_sixty_seconds() {
        let shown = |seconds| super::seconds(Duration::from_secs_f64(seconds));
        assert_eq!(shown(0.04), "0.0 s");
        assert_eq!(shown(119.94), "119.9 s");
        assert_eq!(shown(119.96), "2 min 00 s");
        assert_eq!(shown(185.2), "3 min 05 s");
        assert_eq!(shown(239.7), "4 min 00 s");
    }

    #[test]
    fn of_two_pieces_side_by_side_both_are_done_and_an_error_is_kept() {
        let mut done = false;
        let result = both(
            || anyhow::bail!("first"),
            || {
                done = true;
                Ok(2)
            },
        );
        let result: Result<((), _)> = result;
        assert_eq!(result.unwrap_err().to_string(), "first");
        assert!(done);
        assert_eq!(both(|| Ok(1), || Ok(2)).unwrap(), (1, 2));
    }
}
