//! Networks and their training. The order of reading: [`layer`], [`output`], [`feedback`] (the
//! learning rules), [`wiring`], [`optimizer`], [`trainer`], [`look`].

pub mod alignment;
mod code;
mod cost;
pub mod describe;
pub mod dropout;
pub mod evaluation;
pub mod feedback;
pub mod golden;
mod gradient;
pub mod layer;
mod limits;
pub mod look;
pub mod optimizer;
pub mod output;
pub mod schedule;
pub mod settings;
pub mod signals;
pub mod snapshot;
pub mod trainer;
pub mod wiring;

pub use alignment::Alignment;
pub use describe::RuleRow;
pub use evaluation::Evaluation;
pub use feedback::{Hop, Rule, Via};
pub use layer::{Activation, InitialWeights, Layer, Network};
pub use look::{Look, Seen};
pub use optimizer::{Decay, Method};
pub use output::Output;
pub use schedule::Schedule;
pub use settings::Settings;
pub use signals::Signals;
pub use snapshot::Snapshot;
pub use trainer::{Phase, Trainer};
pub use wiring::{Distribution, Feedback};
