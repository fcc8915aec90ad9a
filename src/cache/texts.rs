//! The texts of a card, decoded on access from the stored record: of hundreds of cards restored from a device, only a
//! few are drawn.

use crate::history::{ByteReader, Writer};
use crate::pack::layout::BETWEEN_IMAGES;
use std::sync::Arc;

/// The texts of a card: title, URL, images. Clones share the bytes.
#[derive(Clone, Debug)]
pub struct CardText {
    bytes: Arc<[u8]>,
    /// Offset of the three texts, each preceded by its length (u16).
    at: usize,
}

impl CardText {
    /// Creates the texts of a card that was read from the pack. Texts of more than 65,535 bytes in total are dropped.
    #[must_use]
    pub fn new(title: &str, url: &str, image: &str) -> Self {
        let mut writer = Writer::default();
        if title.len() + url.len() + image.len() <= usize::from(u16::MAX) {
            [title, url, image].iter().for_each(|text| writer.text(text));
        }
        Self { bytes: writer.finish().into(), at: 0 }
    }

    /// Creates the texts of a card at offset `at` of a stored record.
    pub(super) fn kept(bytes: &Arc<[u8]>, at: usize) -> Self {
        Self { bytes: bytes.clone(), at }
    }

    /// Title, as plain text, never markup.
    #[must_use]
    pub fn title(&self) -> &str {
        self.text(0)
    }

    /// URL of the item's page.
    #[must_use]
    pub fn url(&self) -> &str {
        self.text(1)
    }

    /// URL of the item's image; `None` if there is none.
    #[must_use]
    pub fn image(&self) -> Option<&str> {
        self.image_at(0)
    }

    /// URL of a second image, to use if the first one fails to load; `None` if there is none.
    #[must_use]
    pub fn additional_image(&self) -> Option<&str> {
        self.image_at(1)
    }

    fn image_at(&self, position: usize) -> Option<&str> {
        // A missing image is stored as an empty text.
        self.images().split(BETWEEN_IMAGES).nth(position).filter(|image| !image.is_empty())
    }

    /// Both image URLs in their stored form.
    pub(super) fn images(&self) -> &str {
        self.text(2)
    }

    fn text(&self, before: usize) -> &str {
        let mut reader = ByteReader(self.bytes.get(self.at..).unwrap_or_default());
        for _ in 0..before {
            reader.raw_text();
        }
        reader.text().unwrap_or_default()
    }
}

impl PartialEq for CardText {
    fn eq(&self, other: &Self) -> bool {
        (0..3).all(|text| self.text(text) == other.text(text))
    }
}

impl Eq for CardText {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_are_told_apart() {
        let texts = CardText::new("Bottines d'été", "", "https://img.example/1.jpg");
        assert_eq!(
            (texts.title(), texts.url(), texts.image()),
            ("Bottines d'été", "", Some("https://img.example/1.jpg"))
        );
        let mut record = vec![7; 5];
        record.extend_from_slice(&texts.bytes);
        assert_eq!(CardText::kept(&record.into(), 5), texts);
        assert_ne!(CardText::new("a", "b", "c"), CardText::new("a", "b", "d"));
    }

    #[test]
    fn rubbish_says_nothing() {
        let long = "x".repeat(65_536);
        assert_eq!(CardText::new("a", &long, "b"), CardText::new("", "", ""));
        let bytes: Arc<[u8]> = [2, 0, 0xff, 0xff, 9, 0, b'a'].into();
        let texts = CardText::kept(&bytes, 0);
        assert_eq!((texts.title(), texts.url(), texts.image()), ("", "", None));
        assert_eq!(CardText::kept(&bytes, 100).title(), "");
    }
}
