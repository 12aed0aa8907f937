-- Full text: own words, quoted words and diffs apart. The text itself is in `copy`; this keeps the index alone.

CREATE VIRTUAL TABLE message_text USING fts5 (
  subject,
  own,
  quoted,
  diff,
  content = '',
  contentless_delete = 1,
  -- A kernel identifier is one word.
  tokenize = "unicode61 remove_diacritics 2 tokenchars '_'"
);
