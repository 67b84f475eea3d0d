//! The IDX file format of MNIST, plain or (natively) gzip-compressed.
//!
//! ```text
//! images: 00 00 08 03 | count | rows | columns | one byte per pixel, row by row
//! labels: 00 00 08 01 | count | one byte per label
//! ```
//!
//! Numbers are 32-bit big-endian. Whether a file is compressed is told by its first two bytes
//! (1f 8b), not by its name: a server may have unpacked it on the way. In a browser the page
//! unpacks with the browser's own `DecompressionStream`, which costs no download.

use crate::error::{Error, Result};
#[cfg(not(target_arch = "wasm32"))]
use flate2::read::MultiGzDecoder;
use ndarray::Array2;
use std::io::Read;

/// The most bytes that a file may hold, unpacked: five times the whole of MNIST. A header that
/// promises more is refused before anything is allocated.
pub const MOST_BYTES: u64 = 256 << 20;

/// The contents of an IDX file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Idx {
    /// Grey images, one per row of `pixels`, each of `rows`×`columns`.
    Images {
        /// Height of an image.
        rows: usize,
        /// Width of an image.
        columns: usize,
        /// count×(rows·columns).
        pixels: Array2<u8>,
    },
    /// Digits 0…9.
    Labels(Vec<u8>),
}

impl Idx {
    /// Reads a file from its bytes.
    ///
    /// # Errors
    /// For everything that is not a complete IDX file of images or labels: what is wrong, as a
    /// sentence. Memory stays bounded by what the file really holds.
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        #[cfg(not(target_arch = "wasm32"))]
        if bytes.starts_with(&[0x1f, 0x8b]) {
            return Self::read(MultiGzDecoder::new(bytes));
        }
        Self::read(bytes)
    }

    fn read(mut file: impl Read) -> Result<Self> {
        let magic = number(&mut file, "its magic number")?;
        let dimensions: &[&str] = match magic {
            0x0803 => &[
                "the number of images",
                "the height of an image",
                "the width of an image",
            ],
            0x0801 => &["the number of labels"],
            _ => {
                return Err(Error::new(format!(
                    "an IDX file must begin with 00000803 (images) or 00000801 (labels), but begins with {magic:08x}"
                )));
            }
        };
        let mut sizes = Vec::new();
        for name in dimensions {
            let size = number(&mut file, name)?;
            if size == 0 {
                return Err(Error::new(format!("{name} must be at least 1, but is 0")));
            }
            sizes.push(size as usize);
        }
        // Three 32-bit numbers overflow 64 bits, so the product saturates.
        let promised = sizes
            .iter()
            .fold(1u64, |product, &n| product.saturating_mul(n as u64));
        if promised > MOST_BYTES {
            let (most, shape) = (MOST_BYTES >> 20, shape(&sizes));
            return Err(Error::new(format!(
                "an IDX file must hold at most {most} MB, but its header says {shape}"
            )));
        }
        let data = contents(file, promised, &sizes)?;
        match sizes[..] {
            [count, rows, columns] => {
                let pixels = Array2::from_shape_vec((count, rows * columns), data);
                Ok(Idx::Images {
                    rows,
                    columns,
                    pixels: pixels.expect("the length was checked"),
                })
            }
            _ => match data.iter().position(|&label| label > 9) {
                Some(i) => {
                    let label = data[i];
                    Err(Error::new(format!(
                        "labels must be 0 to 9, but label {i} is {label}"
                    )))
                }
                None => Ok(Idx::Labels(data)),
            },
        }
    }

    /// The file of this content, uncompressed: the inverse of [`Idx::parse`].
    pub fn to_bytes(&self) -> Vec<u8> {
        let (header, data): (Vec<usize>, Vec<u8>) = match self {
            Idx::Images {
                rows,
                columns,
                pixels,
            } => (
                vec![0x0803, pixels.nrows(), *rows, *columns],
                pixels.iter().copied().collect(),
            ),
            Idx::Labels(labels) => (vec![0x0801, labels.len()], labels.clone()),
        };
        header
            .iter()
            .flat_map(|&n| (n as u32).to_be_bytes())
            .chain(data)
            .collect()
    }

    /// The pixels, count×(rows·columns).
    ///
    /// # Errors
    /// If the file holds labels.
    pub fn into_images(self) -> Result<Array2<u8>> {
        match self {
            Idx::Images { pixels, .. } => Ok(pixels),
            Idx::Labels(_) => Err(Error::new(
                "a file of images was expected, but it holds labels",
            )),
        }
    }

    /// The labels.
    ///
    /// # Errors
    /// If the file holds images.
    pub fn into_labels(self) -> Result<Vec<u8>> {
        match self {
            Idx::Labels(labels) => Ok(labels),
            Idx::Images { .. } => Err(Error::new(
                "a file of labels was expected, but it holds images",
            )),
        }
    }
}

fn number(file: &mut impl Read, name: &str) -> Result<u32> {
    let mut bytes = [0; 4];
    file.read_exact(&mut bytes).map_err(|why| {
        Error::new(format!(
            "an IDX file must hold {name}, but {}",
            reason(&why)
        ))
    })?;
    Ok(u32::from_be_bytes(bytes))
}

/// The data after the header: exactly `promised` bytes. One more is asked for, because only
/// the end of the file shows that a gzip stream's checksum is right.
fn contents(file: impl Read, promised: u64, sizes: &[usize]) -> Result<Vec<u8>> {
    let mut data = Vec::new();
    let shape = shape(sizes);
    file.take(promised + 1)
        .read_to_end(&mut data)
        .map_err(|why| {
            Error::new(format!(
                "the file must hold {shape} bytes of data, but {}",
                reason(&why)
            ))
        })?;
    match data.len() as u64 {
        length if length == promised => Ok(data),
        length if length < promised => Err(Error::new(format!(
            "the file must hold {shape} bytes of data, but ends after {length}"
        ))),
        _ => Err(Error::new(format!(
            "the file must hold {shape} bytes of data, but goes on after them"
        ))),
    }
}

fn shape(sizes: &[usize]) -> String {
    sizes
        .iter()
        .map(usize::to_string)
        .collect::<Vec<_>>()
        .join(" × ")
}

fn reason(why: &std::io::Error) -> String {
    match why.kind() {
        std::io::ErrorKind::UnexpectedEof => "the file ends too early".into(),
        _ => format!("it is damaged ({why})"),
    }
}
