use super::*;

/// Creates an update that scanned `paths`, found `posts`, and reports no renames.
fn scanned(paths: &[&str], posts: Vec<Post>) -> LibraryUpdate {
    LibraryUpdate {
        scanned_paths: paths.iter().map(PathBuf::from).collect(),
        posts,
        renames: Vec::new(),
    }
}

/// Creates an update that removes the posts at `paths`.
fn removed(paths: &[&str]) -> LibraryUpdate {
    scanned(paths, Vec::new())
}

#[test]
fn an_edited_or_restored_post_keeps_its_id() {
    let mut library = blog();
    let id = library.find(Path::new("old.md")).expect("the post exists");
    let changed = post("old.md", "2025-01-01", "Newest", &["go"]);
    let outcome = library.apply_changes(scanned(&["old.md"], vec![changed]));
    assert!(outcome.may_change_list && outcome.renames.is_empty());
    assert_eq!(library.order()[0], id);
    assert_eq!(library.find(Path::new("old.md")), Some(id));
    library.apply_changes(removed(&["old.md"]));
    assert_eq!(
        &*library.post(id).title,
        "Newest",
        "a removed post keeps its last state"
    );
    let restored = post("old.md", "2025-01-01", "Restored", &[]);
    library.apply_changes(scanned(&["old.md"], vec![restored]));
    assert_eq!(library.find(Path::new("old.md")), Some(id));
}

#[test]
fn edits_and_removals_change_the_counts_and_spellings_of_tags() {
    let mut library = blog();
    let tags = |library: &Library| {
        let facets = library.facets(&Filter::default());
        let tags = facets
            .iter()
            .filter(|facet| facet.kind == FacetKind::Tag)
            .map(|facet| format!("{} {}", facet.name, facet.total));
        tags.collect::<Vec<_>>().join(", ")
    };
    let changed = post("old.md", "2025-01-01", "Newest", &["go"]);
    library.apply_changes(scanned(&["old.md"], vec![changed]));
    assert_eq!(tags(&library), "go 2, Machine Learning 1, ruby 1, rust 2");
    // Only undated.md remains. It has the tags `rust` and `RUST`, and the last spelling is shown.
    library.apply_changes(removed(&["old.md", "guides"]));
    assert_eq!(tags(&library), "ruby 1, RUST 1");
}

/// The watcher's report of a rename.
#[derive(PartialEq)]
enum RenameReport {
    Sent,
    Missing,
}

#[test]
fn a_renamed_post_keeps_its_flags() {
    let starred = Flags {
        starred: true,
        read: false,
    };
    let assert_rename_keeps_flags = |from: &str, to: &str, report: RenameReport| {
        let mut library = blog();
        let id = library.find(Path::new(from)).expect("the post exists");
        library.set_flags(id, starred);
        let renamed_post = Post {
            path: to.into(),
            ..library.post(id).clone()
        };
        let outcome = library.apply_changes(LibraryUpdate {
            renames: Vec::from_iter((report == RenameReport::Sent).then(|| {
                // The file system reports the rename of the outermost folder.
                let first_name =
                    |path: &str| PathBuf::from(path.split('/').next().unwrap_or_default());
                Rename::new(first_name(from), first_name(to))
            })),
            ..scanned(&[from, to], vec![renamed_post])
        });
        assert_eq!(outcome.renames, [Rename::new(from, to)]);
        let post = library.find(Path::new(to)).expect("the post exists");
        assert_eq!(library.flags(post), starred);
        assert_eq!(library.len(), 4);
    };
    assert_rename_keeps_flags("old.md", "older.md", RenameReport::Sent);
    assert_rename_keeps_flags("old.md", "older.md", RenameReport::Missing);
    assert_rename_keeps_flags("guides/a/same.md", "books/a/same.md", RenameReport::Sent);
}

#[test]
fn posts_with_equal_metadata_are_not_matched_as_renames() {
    let mut library = Library::default();
    let stub = |path: &str| post(path, "", "Stub", &[]);
    library.extend(vec![stub("a.md"), stub("b.md")]);
    let outcome = library.apply_changes(scanned(&["a.md", "b.md", "c.md"], vec![stub("c.md")]));
    assert_eq!(outcome.renames, []);
    assert!(outcome.may_change_list);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_update_gives_the_same_library_as_a_full_scan(before in posts(), after in posts(), filter in filters(), by in 0..SortBy::ALL.len()) {
        let sort = Sort::by(SortBy::ALL[by].0);
        let without_repeated_paths = |posts: Vec<Post>| {
            let mut paths = std::collections::HashSet::new();
            posts.into_iter().filter(|post| paths.insert(post.path.clone())).collect::<Vec<_>>()
        };
        let (before, after) = (without_repeated_paths(before), without_repeated_paths(after));
        let mut updated = Library::new(sort);
        updated.extend(before.clone());
        // The first update scans the folder `a`. Each other update scans the path of one post.
        let below_a = |post: &&Post| post.path.starts_with("a");
        let inside: Vec<_> = after.iter().filter(below_a).cloned().collect();
        updated.apply_changes(LibraryUpdate { scanned_paths: vec!["a".into()], posts: inside, ..LibraryUpdate::default() });
        for post in before.iter().chain(&after) {
            // The path of a generated post can be a folder above another post, such as `a` and `a/b`.
            let posts = after.iter().filter(|other| other.path.starts_with(&post.path)).cloned().collect();
            updated.apply_changes(LibraryUpdate { scanned_paths: vec![post.path.clone()], posts, ..LibraryUpdate::default() });
        }
        let mut rescanned = Library::new(sort);
        rescanned.extend(after.clone());
        prop_assert_eq!(paths(&updated, updated.order()), paths(&rescanned, rescanned.order()));
        prop_assert_eq!(updated.len(), rescanned.len());
        prop_assert_eq!(updated.facets(&filter), rescanned.facets(&filter));
        prop_assert_eq!(paths(&updated, &updated.select(&filter)), paths(&rescanned, &rescanned.select(&filter)));
        let repeated_outcome = updated.apply_changes(LibraryUpdate { scanned_paths: vec![PathBuf::new()], posts: after, ..LibraryUpdate::default() });
        prop_assert!(!repeated_outcome.may_change_list && repeated_outcome.renames.is_empty());
        updated.set_sort(Sort::by(SortBy::Title));
        rescanned.set_sort(Sort::by(SortBy::Title));
        prop_assert_eq!(paths(&updated, updated.order()), paths(&rescanned, rescanned.order()));
    }
}

#[test]
fn an_edit_of_the_text_changes_only_a_list_sorted_by_length() {
    let short = post("a.md", "2024-01-01", "A", &[]);
    let long = Post {
        body_bytes: 900,
        ..short.clone()
    };
    for (by, may_change_list) in [(SortBy::Date, false), (SortBy::Length, true)] {
        let mut library = Library::new(Sort::by(by));
        library.extend(vec![short.clone()]);
        let outcome = library.apply_changes(LibraryUpdate {
            scanned_paths: vec!["a.md".into()],
            posts: vec![long.clone()],
            ..LibraryUpdate::default()
        });
        assert_eq!(outcome.may_change_list, may_change_list, "{by:?}");
        let id = library.find(Path::new("a.md")).unwrap();
        assert_eq!(library.post(id).body_bytes, 900);
    }
}
