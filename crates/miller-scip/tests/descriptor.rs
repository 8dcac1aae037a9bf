//! The official schema, for the tests in Python, which read what is written here with another library.

use std::path::Path;
use std::{env, fs};

use protobuf::Message;

#[test]
fn descriptor_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/export/scip.descriptor");
    let expected = scip::types::file_descriptor()
        .proto()
        .write_to_bytes()
        .expect("a descriptor can be written");
    if env::var_os("UPDATE_GENERATED").is_some() {
        fs::write(&path, &expected).expect("tests/ can be written to");
    }
    let found = fs::read(&path).unwrap_or_default();
    assert!(
        found == expected,
        "tests/export/scip.descriptor is stale; run `make generated`"
    );
}
