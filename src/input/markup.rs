//! Markup in headers, as questionnaires export it.

/// The text between the tags of HTML; `<20` and `a < b` are no tags.
pub(crate) fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        let name = after.strip_prefix('/').unwrap_or(after);
        let is_tag = name.starts_with(|c: char| c.is_ascii_alphabetic());
        match after.split_once('>') {
            Some((_, behind)) if is_tag => {
                out.push_str(before);
                // Words of two paragraphs are not one.
                out.push(' ');
                rest = behind;
            }
            _ => {
                out.push_str(before);
                out.push('<');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    if out == text {
        return out;
    }
    let out = out
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    let out = out.replace("&amp;", "&");
    let words: Vec<&str> = out.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_no_part_of_a_header() {
        let markup =
            "<div class=\"x\"><p>Blood loss <span style=\"color: #e03e2d;\">(ml)</span></p></div>";
        assert_eq!(without_tags(markup), "Blood loss (ml)");
        assert_eq!(without_tags("CRP < 5 & > 2"), "CRP < 5 & > 2");
        assert_eq!(without_tags("p<0.05"), "p<0.05");
        assert_eq!(without_tags("<p></p>"), "");
    }
}
