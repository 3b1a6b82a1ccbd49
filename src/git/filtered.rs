//! What filters store in git in place of a file's own content.

/// The filter that stored `content` instead of the file's own bytes; `None` when none did.
pub fn stored_by_filter(content: &[u8]) -> Option<&'static str> {
    if content.len() < 1024 && content.starts_with(b"version https://git-lfs.github.com/spec/") {
        return Some("Git LFS");
    }
    content.starts_with(b"\0GITCRYPT\0").then_some("git-crypt")
}

#[cfg(test)]
mod tests {
    use super::stored_by_filter;

    #[test]
    fn pointers_and_encrypted_contents_are_told_from_texts() {
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n";
        assert_eq!(stored_by_filter(pointer), Some("Git LFS"));
        assert_eq!(stored_by_filter(b"\0GITCRYPT\0\x01\x02"), Some("git-crypt"));
        assert_eq!(stored_by_filter(b"---\nid: POL-a\n---\n"), None);
    }
}
