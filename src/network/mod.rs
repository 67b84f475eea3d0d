//! Networks and their training. The order of reading: [`layer`], [`output`], [`feedback`] (the
//! learning rules), [`optimizer`], [`trainer`].

pub mod alignment;
pub mod describe;
pub mod evaluation;
pub mod feedback;
pub mod layer;
pub mod optimizer;
pub mod output;
pub mod settings;
pub mod trainer;

pub use alignment::Alignment;
pub use describe::RuleRow;
pub use evaluation::Evaluation;
pub use feedback::{Feedback, Hop, Rule, Via};
pub use layer::{Activation, InitialWeights, Layer, Network};
pub use optimizer::Decay;
pub use output::Output;
pub use settings::Settings;
pub use trainer::Trainer;
