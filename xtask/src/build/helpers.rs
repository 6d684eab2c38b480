//! The helpers that wasm-bindgen writes into every program's glue, in fewer bytes: without what they do for browsers that
//! could not run the program, for text of gigabytes, and for whoever prints values to look for faults in them.

use anyhow::{Context, Result};

/// A piece of the glue, from the first line that begins so to the next that ends so, and what takes its place.
struct Piece {
    begins: &'static str,
    ends: &'static str,
    instead: &'static str,
}

/// The glue with shorter helpers.
///
/// # Errors
/// When a helper that every program has is not there: wasm-bindgen writes another glue now.
pub(super) fn shorten(glue: &str) -> Result<String> {
    // Imports are looked up by names of their own, none of which an object inherits.
    let mut short = glue.replace("__proto__: null,", "");
    short = short.replace(", wasm.__wbindgen_realloc)", ")");
    for piece in PIECES {
        short = replaced(&short, piece)
            .with_context(|| format!("wasm-bindgen's glue has no `{}`", piece.begins))?;
    }
    for piece in WHERE_NEEDED {
        short = replaced(&short, piece).unwrap_or(short);
    }
    Ok(short)
}

fn replaced(glue: &str, piece: &Piece) -> Option<String> {
    let from = glue.find(&format!("\n{}", piece.begins))? + 1;
    let rest = glue.get(from..)?;
    let length = rest.find(&format!("{}\n", piece.ends))? + piece.ends.len();
    let after = rest.get(length..)?;
    Some(format!("{}{}{after}", glue.get(..from)?, piece.instead))
}

const END: &str = "\n}";
const PIECES: &[Piece] = &[
    // There is a registry in every browser with references in wasm, without which nothing of ours runs.
    Piece {
        begins: "const CLOSURE_DTORS = ",
        ends: ";",
        instead: "const CLOSURE_DTORS = new FinalizationRegistry(state => wasm.__wbindgen_destroy_closure(state.a, state.b));",
    },
    // A memory that has grown has another buffer.
    Piece {
        begins: "function getDataViewMemory0() {",
        ends: END,
        instead: "function getDataViewMemory0() {
    if (cachedDataViewMemory0?.buffer !== wasm.memory.buffer) cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    return cachedDataViewMemory0;
}",
    },
    Piece {
        begins: "function getUint8ArrayMemory0() {",
        ends: END,
        instead: "function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0?.buffer !== wasm.memory.buffer) cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    return cachedUint8ArrayMemory0;
}",
    },
    // What is passed is a turn at most: it need not be written in place.
    Piece {
        begins: "function passStringToWasm0(",
        ends: END,
        instead: "const passStringToWasm0 = (arg, malloc) => passBytes(cachedTextEncoder.encode(arg), malloc);
function passBytes(bytes, malloc) {
    const ptr = malloc(WASM_VECTOR_LEN = bytes.length, 1) >>> 0;
    getUint8ArrayMemory0().set(bytes, ptr);
    return ptr;
}",
    },
    // Called once for nothing.
    Piece {
        begins: "cachedTextDecoder.decode();",
        ends: "",
        instead: "",
    },
    // Some decoders fail after two gigabytes; no page sees so much.
    Piece {
        begins: "const MAX_SAFARI_DECODE_BYTES",
        ends: END,
        instead: "const decodeText = (bytes) => cachedTextDecoder.decode(bytes);",
    },
    Piece {
        begins: "if (!('encodeInto' in cachedTextEncoder)) {",
        ends: END,
        instead: "",
    },
    Piece {
        begins: "function __wbg_finalize_init(",
        ends: END,
        instead: "function __wbg_finalize_init(instance) {
    wasm = instance.exports;
    wasm.__wbindgen_start();
}",
    },
];
/// Only the programs that use them have these.
const WHERE_NEEDED: &[Piece] = &[
    Piece {
        begins: "function passArray8ToWasm0(",
        ends: END,
        instead: "const passArray8ToWasm0 = passBytes;",
    },
    Piece {
        begins: "function debugString(",
        ends: END,
        instead: "const debugString = (val) => String(val?.message ?? typeof val);",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_replaced_from_its_first_line_to_its_last() {
        let piece = Piece {
            begins: "function old(",
            ends: END,
            instead: "new",
        };
        let glue = "a\nfunction old(val) {\n    if (val) {\n    }\n}\nb\n";
        assert_eq!(replaced(glue, &piece).as_deref(), Some("a\nnew\nb\n"));
        assert_eq!(replaced("a\nb\n", &piece), None);
    }

    #[test]
    fn glue_of_another_kind_is_refused() {
        let refused = shorten("function other() {\n}\n").unwrap_err().to_string();
        assert!(refused.contains("CLOSURE_DTORS"), "{refused}");
    }
}
