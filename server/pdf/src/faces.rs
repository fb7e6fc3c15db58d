//! The typefaces, all in the binary and all under the Open Font Licence; and which characters they have between them.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

macro_rules! faces {
    ($($file:literal),* $(,)?) => {
        [$(include_bytes!(concat!("../fonts/", $file, ".ttf")).as_slice()),*]
    };
}

static FILES: [&[u8]; 27] = faces![
    "Figtree-Regular",
    "Figtree-SemiBold",
    "Figtree-Bold",
    "NotoSans-Regular",
    "NotoSans-Bold",
    "NotoSansArabic-Regular",
    "NotoSansArabic-Bold",
    "NotoSansHebrew-Regular",
    "NotoSansHebrew-Bold",
    "NotoSansArmenian-Regular",
    "NotoSansBengali-Regular",
    "NotoSansDevanagari-Regular",
    "NotoSansEthiopic-Regular",
    "NotoSansGeorgian-Regular",
    "NotoSansGujarati-Regular",
    "NotoSansGurmukhi-Regular",
    "NotoSansKannada-Regular",
    "NotoSansKhmer-Regular",
    "NotoSansMalayalam-Regular",
    "NotoSansSinhala-Regular",
    "NotoSansTamil-Regular",
    "NotoSansTelugu-Regular",
    "NotoSansThai-Regular",
    "NotoSansSymbols-Regular",
    "NotoSansSymbols2-Regular",
    "NotoSansMath-Regular",
    "NotoEmoji-Regular",
];

/// Faces that every letter of the last resort stands in: the first five.
const LATIN: usize = 5;

/// Characters there can be, as Unicode counts them, in words of 64 bits.
const BITMAP: usize = 0x11_0000 / 64;

pub(crate) struct Faces {
    pub(crate) fonts: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
    /// Families in order of preference; a character is set in the first that has it.
    pub(crate) families: Vec<String>,
    all: Vec<u64>,
    latin: Vec<u64>,
}

pub(crate) static FACES: LazyLock<Faces> = LazyLock::new(|| {
    let fonts: Vec<Font> = FILES.iter().filter_map(|file| Font::new(Bytes::new(*file), 0)).collect();
    let mut families: Vec<String> = Vec::new();
    for font in &fonts {
        if !families.contains(&font.info().family) {
            families.push(font.info().family.clone());
        }
    }
    let latin = bitmap(fonts.iter().take(LATIN));
    Faces {
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        all: bitmap(fonts.iter()),
        latin,
        families,
        fonts,
    }
});

fn bitmap<'a>(fonts: impl Iterator<Item = &'a Font>) -> Vec<u64> {
    let mut map = vec![0_u64; BITMAP];
    for code in fonts.flat_map(|font| font.info().coverage.iter()) {
        if let Some(word) = map.get_mut(code as usize / 64) {
            *word |= 1 << (code % 64);
        }
    }
    map
}

impl Faces {
    /// Whether a face has it; with `latin` only the first faces count.
    pub(crate) fn have(&self, c: char, latin: bool) -> bool {
        let map = if latin { &self.latin } else { &self.all };
        map.get(c as usize / 64).is_some_and(|word| word >> (c as u32 % 64) & 1 == 1)
    }
}
