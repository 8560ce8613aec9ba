use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::time::Duration;

use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};
use tempfile::TempDir;

use super::*;
use crate::document::Document;
use crate::layout::ImageSizes;
use crate::runtime::file_system::RealFs;
use crate::runtime::image_finder::{ImageFinder, MeasuredImages, Measurement};
use crate::site::Site;
use crate::site::{FileSystem, ImageFault};

/// A folder with image files.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, bytes).expect("a file");
        path
    }
}

/// Returns an image whose left half is red and whose right half is blue; the top left pixel is white.
fn red_and_blue(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x, y) {
        (0, 0) => Rgb([255; 3]),
        _ if x < width / 2 => Rgb([255, 0, 0]),
        _ => Rgb([0, 0, 255]),
    })
}

fn encode(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, format)
        .expect("an encoded image");
    bytes.into_inner()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    encode(&red_and_blue(width, height).into(), ImageFormat::Png)
}

/// Returns the site whose configuration is in `root`.
fn find_site(root: &Path) -> Site {
    let home = None;
    Site::find(root, home, &RealFs::default()).expect("a site")
}

fn size(width: u32, height: u32) -> PixelSize {
    PixelSize { width, height }
}

/// Returns the error of measuring a file, or `None` if measuring succeeds, and the error of loading the file. Loading must fail.
fn errors(path: &Path) -> (Option<String>, String) {
    let measured = measure(path).err().map(|error| error.to_string());
    let loaded = load(path, size(4, 4), PixelColors::All).expect_err("loading fails");
    (measured, loaded.to_string())
}

#[test]
fn all_formats_are_measured_and_decoded() {
    let files = Files::new();
    for (format, name) in [
        (ImageFormat::Png, "a.png"),
        (ImageFormat::Jpeg, "a.jpg"),
        (ImageFormat::Gif, "a.gif"),
        (ImageFormat::WebP, "a.webp"),
        // The extension does not matter.
        (ImageFormat::Png, "b.jpg"),
        (ImageFormat::Jpeg, "b"),
    ] {
        let path = files.write(name, &encode(&red_and_blue(64, 32).into(), format));
        assert_eq!(measure(&path).expect(name).size, size(64, 32), "{name}");
        assert_eq!(RealFs::default().image_fault(&path), None, "{name}");
        let pixels = load(&path, size(4, 2), PixelColors::All).expect(name);
        let [left, right] = [pixels.at(1, 1), pixels.at(3, 1)];
        assert!(left[0] > 200 && left[2] < 60, "{name}: {left:?}");
        assert!(right[2] > 200 && right[0] < 60, "{name}: {right:?}");
    }
}

#[test]
fn id_depends_on_the_path_and_the_length_of_the_file() {
    let files = Files::new();
    // A wider image makes a longer file.
    let id = |width| {
        let path = files.write("a.png", &png(width, 2));
        measure(&path).expect("an image").id
    };
    let first = id(20);
    assert_ne!(first, id(2000));
    let other = files.write("b.png", &png(20, 2));
    assert_ne!(measure(&other).expect("an image").id, first);
}

#[test]
fn photos_are_rotated_by_their_exif_orientation() {
    let files = Files::new();
    // A TIFF header and a directory with a single entry: the orientation (0x0112) is 6, a rotation by 90 degrees clockwise.
    let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    encoder.set_exif_metadata(exif).expect("JPEG has Exif");
    let image = red_and_blue(64, 32);
    encoder
        .write_image(image.as_raw(), 64, 32, image::ExtendedColorType::Rgb8)
        .expect("an encoded image");
    let path = files.write("a.jpg", &bytes);
    assert_eq!(measure(&path).expect("an image").size, size(32, 64));
    let pixels = load(&path, size(2, 4), PixelColors::All).expect("an image");
    let [top, bottom] = [pixels.at(0, 1), pixels.at(0, 3)];
    assert!(top[0] > 200 && bottom[2] > 200, "{top:?} {bottom:?}");
}

#[test]
fn transparent_pixels_get_a_contrasting_background() {
    let files = Files::new();
    for (gray, background) in [(20, 255), (230, 0)] {
        let image = RgbaImage::from_fn(4, 4, |x, _| match x {
            0 => Rgba([gray, gray, gray, 255]),
            _ => Rgba([0, 0, 0, 0]),
        });
        let path = files.write("a.png", &encode(&image.into(), ImageFormat::Png));
        let pixels = load(&path, size(4, 4), PixelColors::All).expect("an image");
        assert_eq!(pixels.at(0, 0), [gray; 3]);
        assert_eq!(pixels.at(2, 2), [background; 3]);
    }
}

/// Returns a PNG file whose header says this size. The file contains only 2 by 2 pixels.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(2, 2);
    // The header chunk has its type at byte 12, the width at 16, the height at 20, and its checksum at 29.
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
    bytes
}

/// Returns the checksum of a PNG chunk (PNG, third edition, annex D).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(sum & 1))
        })
    })
}

#[test]
fn hostile_images_are_refused_with_a_reason() {
    let files = Files::new();
    let too_many = "pixels are too many";
    let damaged = "the file is damaged";
    // `in_measure_error` and `in_load_error` are parts of the messages of the errors of measuring and of loading the file.
    // `in_measure_error` is `None` if measuring succeeds.
    for (name, bytes, in_measure_error, in_load_error) in [
        ("wide.png", png_header(20_000, 2), Some(too_many), too_many),
        ("tall.png", png_header(2, 20_000), Some(too_many), too_many),
        // Each side is short enough, but the pixels would take 300 MB.
        (
            "bomb.png",
            png_header(10_000, 10_000),
            Some(too_many),
            too_many,
        ),
        // The messages depend on the decoder. Every message contains "".
        ("huge.png", png_header(u32::MAX, u32::MAX), Some(""), ""),
        ("none.png", png_header(0, 0), Some(damaged), damaged),
        // By the header, the pixels would take about 100 MB, which is within the limit. But they are missing in the file.
        ("empty.png", png_header(6000, 6000), None, damaged),
        ("cut.png", png(200, 200)[..200].to_vec(), None, damaged),
        (
            "start.png",
            png(2, 2)[..20].to_vec(),
            Some(damaged),
            damaged,
        ),
        (
            "text.png",
            b"<html>not an image</html>".to_vec(),
            Some("not a PNG, JPEG, GIF or WebP image"),
            "not a PNG, JPEG, GIF or WebP image",
        ),
        ("nothing.gif", Vec::new(), Some("not a PNG"), "not a PNG"),
        (
            "start.jpg",
            vec![0xff, 0xd8, 0xff, 0xe0],
            Some(damaged),
            damaged,
        ),
        (
            "start.gif",
            b"GIF89a\0\0\0\0\0\0\0".to_vec(),
            Some(damaged),
            damaged,
        ),
        (
            "start.webp",
            b"RIFF\xff\xff\xff\xffWEBPVP8X".to_vec(),
            Some(damaged),
            damaged,
        ),
    ] {
        let path = files.write(name, &bytes);
        let (measure_error, load_error) = errors(&path);
        let is_expected = match (&measure_error, in_measure_error) {
            (Some(error), Some(part)) => error.contains(part),
            (None, None) => true,
            _ => false,
        };
        assert!(is_expected, "{name}: {measure_error:?}");
        assert!(load_error.contains(in_load_error), "{name}: {load_error}");
        let fault = if in_load_error == too_many {
            ImageFault::TooLarge(load_error)
        } else {
            ImageFault::Invalid(load_error)
        };
        assert_eq!(RealFs::default().image_fault(&path), Some(fault), "{name}");
    }
}

#[test]
fn large_files_pipes_and_folders_are_not_read() {
    let files = Files::new();
    let large = files.write("large.png", &png(4, 4));
    let file = File::options().write(true).open(&large).expect("a file");
    file.set_len(MAX_FILE_BYTES + 1).expect("a sparse file");
    assert_eq!(
        errors(&large).0.as_deref(),
        Some("the file is larger than 32 MB")
    );
    let fault = ImageFault::TooLarge("the file is larger than 32 MB".to_owned());
    assert_eq!(RealFs::default().image_fault(&large), Some(fault));
    assert!(measure(files.0.path()).is_err());
    #[cfg(unix)]
    {
        let pipe = files.0.path().join("pipe.png");
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0)
            .expect("a pipe");
        assert!(errors(&pipe).1.contains("not a regular file"));
    }
}

#[test]
fn long_header_of_a_photo_is_read() {
    let files = Files::new();
    let plain = encode(&red_and_blue(64, 32).into(), ImageFormat::Jpeg);
    let mut bytes = plain[..2].to_vec();
    // Two comments of 60,000 bytes each, before the size of the image.
    for _ in 0..2 {
        bytes.extend([0xff, 0xfe]);
        bytes.extend(60_002_u16.to_be_bytes());
        bytes.extend(std::iter::repeat_n(b'x', 60_000));
    }
    bytes.extend(&plain[2..]);
    let path = files.write("a.jpg", &bytes);
    assert_eq!(measure(&path).expect("an image").size, size(64, 32));
}

#[test]
fn only_images_inside_the_site_are_found() {
    let files = Files::new();
    let outside = files.write("outside.png", &png(2, 2));
    files.write("site/hugo.toml", b"baseURL = 'https://example.org/'\n");
    for name in [
        "content/posts/bundle/index.md",
        "content/posts/bundle/a.png",
        "content/posts/b.png",
        "static/img/c.png",
        "public/d.png",
        "assets/e.png",
    ] {
        files.write(&format!("site/{name}"), &png(2, 2));
    }
    let root = files.0.path().join("site");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&outside, root.join("static/link.png")).expect("a link");
        std::os::unix::fs::symlink(files.0.path(), root.join("static/up")).expect("a link");
        std::os::unix::fs::symlink("img/c.png", root.join("static/inside.png")).expect("a link");
    }
    let site = find_site(&root);
    let finder = ImageFinder::new(site, root.join("content"));
    let find = |target: &str| -> Option<String> {
        let file = finder
            .find(Path::new("posts/bundle/index.md"), target)
            .ok()?;
        let root = fs::canonicalize(&root).expect("the root exists");
        let path = file.strip_prefix(&root).expect("the file is in the site");
        Some(path.to_string_lossy().replace('\\', "/"))
    };
    for (target, expected) in [
        ("a.png", Some("content/posts/bundle/a.png")),
        ("./a.png?raw=true", Some("content/posts/bundle/a.png")),
        ("../b.png", Some("content/posts/b.png")),
        ("/img/c.png", Some("static/img/c.png")),
        ("img/c.png", Some("static/img/c.png")),
        ("https://example.org/img/c.png", Some("static/img/c.png")),
        ("/d.png", Some("public/d.png")),
        ("e.png", Some("assets/e.png")),
        ("https://elsewhere.org/img/c.png", None),
        ("//elsewhere.org/img/c.png", None),
        ("data:image/png;base64,xx", None),
        ("../../../../outside.png", None),
        ("/../outside.png", None),
        ("posts", None),
        ("", None),
    ] {
        assert_eq!(find(target).as_deref(), expected, "{target}");
    }
    let outside = outside.to_string_lossy();
    assert_eq!(find(&outside), None);
    #[cfg(unix)]
    {
        assert_eq!(find("/link.png"), None);
        assert_eq!(find("/up/outside.png"), None);
        assert_eq!(find("/inside.png").as_deref(), Some("static/img/c.png"));
    }
}

#[test]
fn only_the_first_images_are_measured_until_the_limit_on_their_number_is_removed() {
    let files = Files::new();
    for name in ["0.png", "1.png", "2.png"] {
        files.write(name, &png(2, 2));
    }
    let folder = files.0.path().to_owned();
    let finder = ImageFinder::new(Site::plain(&folder), folder);
    let text = "![](0.png)\n\n![](1.png)\n\n![](0.png)\n\n![](2.png)\n";
    let document = Document::parse(text, 0..text.len(), crate::document::Dialect::Auto);
    let minute = Duration::from_secs(60);
    let mut measurement = Measurement::new(&finder, Path::new("a.md"), minute).limited_to(2);
    let is_measured = |sizes: &ImageSizes| -> Vec<bool> {
        let images = document.block_images();
        images
            .map(|(_, image)| sizes.get(image).is_some())
            .collect()
    };
    let MeasuredImages { sizes, is_complete } = measurement.measure(&document);
    assert!(!is_complete);
    // The first and the third image are the same file, so measuring two images is enough for three.
    assert_eq!(is_measured(&sizes), [true, true, true, false]);
    measurement.continue_for(minute);
    let MeasuredImages { sizes, is_complete } = measurement.measure(&document);
    assert!(is_complete);
    assert_eq!(is_measured(&sizes), [true; 4]);
}

#[test]
fn images_of_an_obsidian_vault_are_found_by_name() {
    let files = Files::new();
    for name in [
        ".obsidian/app.json",
        ".trash/hidden.png",
        "attachments/deep/Picture one.png",
        "attachments/deep/twice.png",
        "media/twice.png",
        "media/a/note.txt",
    ] {
        files.write(&format!("vault/{name}"), &png(2, 2));
    }
    files.write("outside.png", &png(2, 2));
    let root = files.0.path().join("vault");
    let site = find_site(&root);
    let finder = ImageFinder::new(site, root.clone());
    let root = fs::canonicalize(root).expect("the root exists");
    for (target, expected) in [
        (
            "picture%20one.png",
            Some("attachments/deep/Picture one.png"),
        ),
        ("deep/twice.png", Some("attachments/deep/twice.png")),
        // The path with fewer folders is chosen.
        ("twice.png", Some("media/twice.png")),
        // `eep` is only a part of a folder's name.
        ("eep/twice.png", None),
        ("note.txt", None),
        ("hidden.png", None),
        ("outside.png", None),
        ("../vault/twice.png", None),
    ] {
        let file = finder.find(Path::new("notes/a.md"), target).ok();
        assert_eq!(file, expected.map(|path| root.join(path)), "{target}");
    }
    // In a site of another kind, images are not found by name.
    files.write("site/hugo.toml", b"");
    files.write("site/media/alone.png", &png(2, 2));
    let root = files.0.path().join("site");
    let site = find_site(&root);
    let finder = ImageFinder::new(site, root);
    assert!(finder.find(Path::new("a.md"), "alone.png").is_err());
}

#[test]
fn files_of_a_vault_are_not_listed_while_measuring_is_limited() {
    let files = Files::new();
    files.write("vault/.obsidian/app.json", b"{}");
    files.write("vault/media/a.png", &png(2, 2));
    let root = files.0.path().join("vault");
    let site = find_site(&root);
    let finder = ImageFinder::new(site, root);
    let text = "![[a.png]]\n";
    let document = Document::parse(text, 0..text.len(), crate::document::Dialect::Obsidian);
    let time = Duration::from_secs(3600);
    let mut measurement = Measurement::new(&finder, Path::new("a.md"), time).limited_to(8);
    let MeasuredImages { sizes, is_complete } = measurement.measure(&document);
    assert!(sizes.is_empty() && !is_complete);
    measurement.continue_for(time);
    let MeasuredImages { sizes, is_complete } = measurement.measure(&document);
    assert!(!sizes.is_empty() && is_complete);
    // The files are listed now, so the images of the next article are found within the limits.
    let mut measurement = Measurement::new(&finder, Path::new("b.md"), time).limited_to(8);
    assert!(measurement.measure(&document).is_complete);
}

/// Returns the distinct colors of a picture.
fn colors(pixels: &Pixels) -> std::collections::HashSet<[u8; 3]> {
    pixels.bytes().as_chunks().0.iter().copied().collect()
}

#[test]
fn few_colors_are_kept_and_many_are_dithered() {
    use crate::paint::picture::sixel::nearest_expressible;

    let files = Files::new();
    let few_colors_path = files.write("few.png", &png(64, 32));
    let reduced = load(&few_colors_path, size(64, 32), PixelColors::Palette).expect("an image");
    let original = load(&few_colors_path, size(64, 32), PixelColors::All).expect("an image");
    assert_eq!(reduced, original, "sixels can express these colors");
    let gradient = RgbImage::from_fn(256, 256, |x, y| Rgb([x as u8, y as u8, 99]));
    let many_colors_path = files.write(
        "many.png",
        &encode(&gradient.clone().into(), ImageFormat::Png),
    );
    let reduced = load(&many_colors_path, size(256, 256), PixelColors::Palette).expect("an image");
    let palette = colors(&reduced);
    assert!((200..=256).contains(&palette.len()), "{}", palette.len());
    assert!(
        palette
            .iter()
            .all(|color| nearest_expressible(*color) == *color)
    );
    // In each square of 16 by 16 pixels, the mean color of the reduced picture is nearly the mean color of the image. The
    // squares at the edges are omitted: a palette of 256 colors does not contain the extreme colors of this gradient.
    for (x, y) in (1..15).flat_map(|y| (1..15).map(move |x| (x * 16, y * 16))) {
        for component in 0..3 {
            let mean = |color: &dyn Fn(u32, u32) -> [u8; 3]| -> i32 {
                let square = (0..256).map(|index| color(x + index % 16, y + index / 16)[component]);
                square.map(i32::from).sum::<i32>() / 256
            };
            let actual = mean(&|x, y| reduced.at(x, y));
            let expected = mean(&|x, y| gradient.get_pixel(x, y).0);
            assert!(
                (actual - expected).abs() <= 6,
                "{x}, {y}: {actual} {expected}"
            );
        }
    }
}

#[test]
fn images_of_any_size_and_pixel_format_are_painted() {
    use crate::app::image_choice::DrawingMethod;
    use crate::layout::ImageBox;
    use crate::runtime::backend::painted::PaintedRows;

    let files = Files::new();
    let image_of_size = |width, height| DynamicImage::from(red_and_blue(width, height));
    let noise = |x: u32, y: u32| (x * 7919 + y * 104_729) as u16;
    let sixteen_bit = image::ImageBuffer::from_fn(90, 40, |x, y| {
        image::Rgb([noise(x, y), noise(y, x), 40_000_u16])
    });
    let gray = image::GrayImage::from_fn(90, 40, |x, y| image::Luma([noise(x, y) as u8]));
    let alpha = RgbaImage::from_fn(90, 40, |x, y| {
        let [low, high] = noise(x, y).to_le_bytes();
        Rgba([low, high, low ^ high, (x * 3) as u8])
    });
    let mut animated = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut animated);
    let frames = [alpha.clone(), RgbaImage::new(90, 40)].map(image::Frame::new);
    encoder.encode_frames(frames).expect("an encoded image");
    drop(encoder);
    let png = |image: DynamicImage| encode(&image, ImageFormat::Png);
    for (name, bytes) in [
        ("tiny.png", png(image_of_size(1, 1))),
        ("wide.png", png(image_of_size(10_000, 1))),
        ("tall.png", png(image_of_size(1, 10_000))),
        ("sixteen-bit.png", png(sixteen_bit.into())),
        ("gray.png", png(gray.into())),
        ("alpha.png", png(alpha.into())),
        ("animated.gif", animated),
    ] {
        let path = files.write(name, &bytes);
        for (columns, half_rows) in [(1, 1), (1, 9), (9, 1), (9, 4), (9, 5)] {
            let pixel_size = size(u32::from(columns) * 10, u32::from(half_rows) * 10);
            let pixels = load(&path, pixel_size, PixelColors::Palette).expect(name);
            assert_eq!(pixels.size(), pixel_size);
            assert!(colors(&pixels).len() <= 256, "{name}");
            let image_box = ImageBox { columns, half_rows };
            let painted = PaintedRows {
                size: image_box,
                pixels: &pixels,
                rows: 0..image_box.rows(),
            };
            for (method, start, end) in [
                (DrawingMethod::Sixel, "\x1bP9;1;0q", "\x1b\\"),
                (DrawingMethod::Iterm2, "\x1b]1337;File=", "\x07"),
            ] {
                let mut bytes = Vec::new();
                painted.paint(&mut bytes, method);
                let text = String::from_utf8(bytes).expect(name);
                let data = text
                    .strip_prefix(start)
                    .and_then(|text| text.strip_suffix(end));
                let data = data.expect(name);
                assert!(data.bytes().all(|byte| byte.is_ascii_graphic()), "{name}");
            }
        }
    }
    let complete_png = png(image_of_size(90, 40));
    let cut_path = files.write("cut.png", &complete_png[..complete_png.len() / 2]);
    assert!(load(&cut_path, size(90, 40), PixelColors::Palette).is_err());
}
