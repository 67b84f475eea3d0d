//! One line per set-up step: what starts, and how long it took.

use std::io::Write as _;
use std::time::{Duration, Instant};

use anyhow::Result;

/// Does the work under a heading. What is already done should not come here: it deserves no line.
pub fn step<T>(heading: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    print!("{heading} … ");
    // A heading that cannot be shown is no reason to stop working.
    let _ = std::io::stdout().flush();
    let start = Instant::now();
    let result = work();
    let took = seconds(start.elapsed());
    match &result {
        Ok(_) => println!("{took}"),
        Err(_) => println!("failed after {took}"),
    }
    result
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
}
