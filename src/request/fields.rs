//! Reading an object that somebody else has made, field by field. Every error names the field and what it takes.

/// An object whose fields may be anything: JavaScript's, or one of a JSON text.
pub trait Fields: Sized {
    /// The names of its own fields.
    ///
    /// # Errors
    /// What JavaScript threw.
    fn names(&self) -> Result<Vec<String>, Unreadable>;

    /// The value of a field; [`Value::Absent`] where there is none.
    ///
    /// # Errors
    /// What the object's getter threw.
    fn get(&self, name: &str) -> Result<Value<Self>, Unreadable>;

    /// A number as JavaScript writes it: many shops have numeric ids.
    fn spell(number: f64) -> String;
}

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Value<F> {
    /// Nothing: `undefined`, `null`, or no such field.
    Absent,
    /// `true` or `false`.
    Flag(bool),
    /// A number, finite or not.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Object(F),
    /// Anything else: a function, a symbol.
    Other,
}

/// A field that cannot even be read: its getter threw this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// An option that is not as it must be. `call` is written as in documents: `suggest(request)`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OptionError {
    /// There is no object to read options from.
    #[error("{call}: an object is needed, with the fields that docs/javascript-api.md lists")]
    NoObject {
        /// The call.
        call: &'static str,
    },
    /// A field of another kind, or outside its range.
    #[error("{call}: `{field}` must be {needed}")]
    Wrong {
        /// The call.
        call: &'static str,
        /// The field.
        field: &'static str,
        /// What it takes.
        needed: String,
    },
    /// A field that the call does not take.
    #[error("{call}: `{field}` is not known; leave it out, or choose one of {known}")]
    Unknown {
        /// The call.
        call: &'static str,
        /// The field.
        field: String,
        /// The fields that it takes.
        known: String,
    },
    /// A field whose getter throws.
    #[error("{call}: `{field}` cannot be read: {problem}")]
    Unreadable {
        /// The call.
        call: &'static str,
        /// The field.
        field: &'static str,
        /// What was thrown.
        problem: String,
    },
}

/// Reads the fields of one object. [`Reader::finish`] refuses those that nobody has read.
#[derive(Debug)]
pub struct Reader<'a, F> {
    fields: &'a F,
    call: &'static str,
    known: Vec<&'static str>,
}

impl<'a, F: Fields> Reader<'a, F> {
    /// A reader of what is passed to `call`.
    #[must_use]
    pub fn new(fields: &'a F, call: &'static str) -> Self {
        Self { fields, call, known: Vec::new() }
    }

    /// The error that a field is not what it must be.
    #[cold]
    #[must_use]
    pub fn wrong(&self, field: &'static str, needed: &str) -> OptionError {
        OptionError::Wrong { call: self.call, field, needed: needed.to_owned() }
    }

    /// Whatever the field holds.
    ///
    /// # Errors
    /// [`OptionError::Unreadable`].
    pub fn value(&mut self, name: &'static str) -> Result<Value<F>, OptionError> {
        self.known.push(name);
        self.fields.get(name).map_err(|Unreadable(problem)| OptionError::Unreadable {
            call: self.call,
            field: name,
            problem,
        })
    }

    /// `field`, which must be there.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] when it is not.
    pub fn needed<T>(&self, name: &'static str, needed: &str, field: Option<T>) -> Result<T, OptionError> {
        field.ok_or_else(|| self.wrong(name, needed))
    }

    /// A text that is not empty.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for anything else.
    pub fn text(&mut self, name: &'static str) -> Result<Option<String>, OptionError> {
        match self.value(name)? {
            Value::Absent => Ok(None),
            Value::Text(text) if !text.is_empty() => Ok(Some(text)),
            _ => Err(self.wrong(name, "a text that is not empty")),
        }
    }

    /// One of `all`, by its name.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for anything else.
    pub fn word<T: Copy>(
        &mut self,
        name: &'static str,
        all: &[T],
        name_of: fn(T) -> &'static str,
    ) -> Result<Option<T>, OptionError> {
        let words: Vec<&str> = all.iter().map(|one| name_of(*one)).collect();
        let place = self.place_of(name, &words)?;
        Ok(place.and_then(|place| all.get(place).copied()))
    }

    /// One of `all`, by its name, which must be there.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for anything else.
    pub fn needed_word<T: Copy>(
        &mut self,
        name: &'static str,
        all: &[T],
        name_of: fn(T) -> &'static str,
    ) -> Result<T, OptionError> {
        let word = self.word(name, all, name_of)?;
        word.ok_or_else(|| self.wrong(name, &one_of(&all.iter().map(|one| name_of(*one)).collect::<Vec<_>>())))
    }

    fn place_of(&mut self, name: &'static str, words: &[&str]) -> Result<Option<usize>, OptionError> {
        let place = match self.value(name)? {
            Value::Absent => return Ok(None),
            Value::Text(text) => words.iter().position(|word| *word == text),
            _ => None,
        };
        place.map(Some).ok_or_else(|| self.wrong(name, &one_of(words)))
    }

    /// An id: a text that is not empty, or a number.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for anything else.
    pub fn id(&mut self, name: &'static str) -> Result<Option<String>, OptionError> {
        match self.value(name)? {
            Value::Absent => Ok(None),
            value => spoken(value).map(Some).ok_or_else(|| self.wrong(name, "an id: a text or a number")),
        }
    }

    /// A list of ids.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for anything else.
    pub fn ids(&mut self, name: &'static str) -> Result<Option<Vec<String>>, OptionError> {
        let ids = match self.value(name)? {
            Value::Absent => return Ok(None),
            Value::List(list) => list.into_iter().map(spoken).collect(),
            _ => None,
        };
        self.needed(name, "a list of ids: texts or numbers", ids).map(Some)
    }

    /// A list of lines, each an id or a list of ids of one item; none of those is empty.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for anything else.
    pub fn lines(&mut self, name: &'static str) -> Result<Option<Vec<Vec<String>>>, OptionError> {
        let line = |value| match value {
            Value::List(ids) if !ids.is_empty() => ids.into_iter().map(spoken).collect(),
            id => spoken(id).map(|id| vec![id]),
        };
        let lines = match self.value(name)? {
            Value::Absent => return Ok(None),
            Value::List(list) => list.into_iter().map(line).collect(),
            _ => None,
        };
        self.needed(name, "a list of ids: texts or numbers, or lists of several ids of one item", lines).map(Some)
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for anything else.
    pub fn flag(&mut self, name: &'static str) -> Result<Option<bool>, OptionError> {
        match self.value(name)? {
            Value::Absent => Ok(None),
            Value::Flag(flag) => Ok(Some(flag)),
            _ => Err(self.wrong(name, "true or false")),
        }
    }

    /// A whole number from 1 to `most`.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for anything else.
    pub fn count(&mut self, name: &'static str, most: usize) -> Result<Option<usize>, OptionError> {
        match self.value(name)? {
            Value::Absent => Ok(None),
            Value::Number(number) if (1.0..=most as f64).contains(&number) && number.fract() == 0.0 => {
                Ok(Some(number as usize))
            }
            _ => Err(self.wrong(name, &format!("a whole number from 1 to {most}"))),
        }
    }

    /// A number from 0 to 1.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for anything else.
    pub fn share(&mut self, name: &'static str) -> Result<Option<f64>, OptionError> {
        match self.value(name)? {
            Value::Absent => Ok(None),
            Value::Number(number) if (0.0..=1.0).contains(&number) => Ok(Some(number)),
            _ => Err(self.wrong(name, "a number from 0 to 1")),
        }
    }

    /// A finite number.
    ///
    /// # Errors
    /// [`OptionError::Wrong`] for anything else.
    pub fn number(&mut self, name: &'static str) -> Result<Option<f64>, OptionError> {
        match self.value(name)? {
            Value::Absent => Ok(None),
            Value::Number(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(self.wrong(name, "a number")),
        }
    }

    /// Nothing else may be in the object.
    ///
    /// # Errors
    /// [`OptionError::Unknown`] for a field that has not been read, whatever it holds.
    pub fn finish(self) -> Result<(), OptionError> {
        let unreadable =
            |Unreadable(problem)| OptionError::Unreadable { call: self.call, field: "Object.keys", problem };
        let names = self.fields.names().map_err(unreadable)?;
        match names.into_iter().find(|name| !self.known.contains(&name.as_str())) {
            None => Ok(()),
            Some(field) => Err(OptionError::Unknown { call: self.call, field, known: self.known.join(", ") }),
        }
    }
}

#[cold]
fn one_of(words: &[&str]) -> String {
    format!("one of \"{}\"", words.join("\", \""))
}

/// A value as an id.
pub(super) fn spoken<F: Fields>(value: Value<F>) -> Option<String> {
    match value {
        Value::Text(text) if !text.is_empty() => Some(text),
        Value::Number(number) if number.is_finite() => Some(F::spell(number)),
        _ => None,
    }
}
