//! The options of `setSeason()`: country, weather and day of the page. Not for how items suit them: see
//! [`crate::season`].

use super::fields::{Fields, OptionError, Reader, Value};
use crate::model::{Date, Day, Tenths};
use crate::season::Weather;

const CALL: &str = "season";

/// The page's country, weather and day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct SeasonOptions {
    /// The shop's country as two letters (ISO 3166); by default, the country of the device's time zone.
    #[cfg_attr(feature = "types", ts(optional))]
    pub country: Option<String>,
    /// The weather there, or the address of a file with the weather of all regions: see `docs/weather.md`.
    #[cfg_attr(feature = "types", ts(optional, as = "Option<WeatherSource>"))]
    pub weather: Option<WeatherSource>,
    /// For previews: the day to use instead of today, as `2026-11-22`.
    #[cfg_attr(feature = "types", ts(optional, rename = "date", type = "string"))]
    pub day: Option<Day>,
}

/// The source of the weather.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(untagged))]
pub enum WeatherSource {
    /// Values that the page gives.
    Page(Weather),
    /// A file at this address, relative to the page.
    File(String),
}

impl SeasonOptions {
    /// Reads the argument of `setSeason(season)`.
    ///
    /// # Errors
    /// [`OptionError`] naming the field.
    pub fn read(fields: &impl Fields) -> Result<Self, OptionError> {
        let mut reader = Reader::new(fields, CALL);
        let country = reader.text("country")?;
        let is_code = |text: &String| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
        if country.as_ref().is_some_and(|text| !is_code(text)) {
            return Err(reader.wrong("country", "the two letters of ISO 3166"));
        }
        let weather = match reader.value("weather")? {
            Value::Absent => None,
            Value::Text(address) if !address.is_empty() => Some(WeatherSource::File(address)),
            Value::Object(fields) => {
                let mut reader = Reader::new(&fields, "season: weather");
                let told = weather(&mut reader)?;
                reader.finish()?;
                Some(WeatherSource::Page(told))
            }
            _ => return Err(reader.wrong("weather", "an object, or the address of a file")),
        };
        let day = match reader.text("date")? {
            None => None,
            Some(text) => Some(reader.needed("date", "a day as 2026-11-22", day_of(&text))?),
        };
        reader.finish()?;
        Ok(Self { country, weather, day })
    }
}

/// Reads the weather of a region from a weather file. Unknown fields are allowed.
///
/// # Errors
/// [`OptionError`] naming the field.
pub fn read_weather(fields: &impl Fields) -> Result<Weather, OptionError> {
    weather(&mut Reader::new(fields, "weather"))
}

fn weather<F: Fields>(reader: &mut Reader<'_, F>) -> Result<Weather, OptionError> {
    Ok(Weather {
        temperature_c: reader.within("temperatureC", -100, 100)?.map(Tenths::of),
        rain_mm: reader.within("rainMm", 0, 2_000)?.map(Tenths::of),
        uv_index: reader.within("uvIndex", 0, 50)?.map(Tenths::of),
    })
}

/// Parses a date such as `2026-11-22`; `None` if it is not a valid date.
fn day_of(text: &str) -> Option<Day> {
    let mut parts = text.splitn(3, '-');
    let mut number = |length: usize| {
        let part =
            parts.next().filter(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        part.parse::<i64>().ok()
    };
    Date { year: number(4)?, month: number(2)?, day: number(2)? }.to_day()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let days = [
            ("1970-01-01", Some(0)),
            ("2024-02-29", Some(19_782)),
            ("2026-11-22", Some(20_779)),
            ("1969-12-31", Some(-1)),
            ("2000-03-01", Some(11_017)),
            ("0000-03-01", Some(-719_468)),
        ];
        let no_days = ["2026-13-01", "2026-02-29", "1900-02-29", "2026-00-10", "2026-04-31", "26-11-22", "soon", ""];
        for (text, day) in days.into_iter().chain(no_days.map(|text| (text, None))) {
            assert_eq!(day_of(text).map(Day::number), day, "{text}");
        }
        assert_eq!(day_of("2026-11-22-"), None);
    }
}
