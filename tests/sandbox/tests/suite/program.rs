//! The program: one line of addresses, then it serves until it is told to stop.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use sandbox::client::request;
use serde_json::Value;

#[tokio::test]
async fn it_prints_its_addresses_serves_and_ends_on_sigterm() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .args(["--shop", "other.myshopify.com"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let addresses: Value = serde_json::from_str(&line).unwrap();
    let address = |name: &str| addresses[name].as_str().unwrap().to_owned();
    assert!(address("brevo").ends_with("/v3"));
    let page = request("GET", &address("storefront"), &[], b"")
        .await
        .unwrap();
    assert!(page.text().contains("other.myshopify.com"));
    let mailbox = request("GET", &address("mailbox"), &[], b"").await.unwrap();
    assert_eq!(mailbox.status, 200);
    let told = Command::new("kill")
        .arg(program.id().to_string())
        .status()
        .unwrap();
    assert!(told.success());
    assert!(program.wait().unwrap().success());
}

#[test]
fn an_unknown_argument_is_named() {
    let output = Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .arg("--prot")
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("unknown argument --prot"));
}
