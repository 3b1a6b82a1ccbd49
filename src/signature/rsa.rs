//! RSA signatures with the padding of PKCS #1 v1.5 (RFC 8017, 8.2.2): verifying only.
//!
//! Everything here is public, so nothing need take constant time. The message that a signature must
//! hold is built whole and compared; nothing is parsed out of what somebody else made.

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};

/// Keys from 1024 to 16384 bits, as OpenSSH takes them.
const BYTES: std::ops::RangeInclusive<usize> = 128..=2048;

/// What stands before a digest: its algorithm in DER.
const SHA256: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];
const SHA512: [u8; 19] = [
    0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05,
    0x00, 0x04, 0x40,
];

/// True when `signature` over a message with this digest was made with the key (`modulus`,
/// `exponent`); both without leading zeros.
pub(super) fn verify(modulus: &[u8], exponent: &[u8], digest: &[u8], signature: &[u8]) -> bool {
    raised(modulus, exponent, signature)
        .is_some_and(|found| expected(modulus.len(), digest).is_some_and(|wanted| wanted == found))
}

/// The padded message of `length` bytes.
fn expected(length: usize, digest: &[u8]) -> Option<Vec<u8>> {
    let prefix = match digest.len() {
        32 => SHA256,
        64 => SHA512,
        _ => return None,
    };
    // At least eight bytes of padding.
    let padding = length.checked_sub(3 + prefix.len() + digest.len()).filter(|n| *n >= 8)?;
    let ones = vec![0xff; padding];
    Some([&[0, 1], ones.as_slice(), &[0], prefix.as_slice(), digest].concat())
}

/// `signature` to the power `exponent` modulo `modulus`, as long as the modulus.
fn raised(modulus: &[u8], exponent: &[u8], signature: &[u8]) -> Option<Vec<u8>> {
    let length = modulus.len();
    if !BYTES.contains(&length)
        || exponent.is_empty()
        || exponent.len() > 8
        || signature.len() > length
    {
        return None;
    }
    let bits = u32::try_from(length * 8).ok()?;
    let number = |bytes: &[u8]| BoxedUint::from_be_slice(bytes, bits).ok();
    let (modulus, signature) = (number(modulus)?, number(signature)?);
    if signature >= modulus {
        return None;
    }
    let odd: Odd<BoxedUint> = Option::from(Odd::new(modulus))?;
    let exponent = BoxedUint::from_be_slice(exponent, 64).ok()?;
    let base = BoxedMontyForm::new(signature, &BoxedMontyParams::new_vartime(odd));
    let bytes = base.pow(&exponent).retrieve().to_be_bytes();
    bytes.get(bytes.len().checked_sub(length)?..).map(<[u8]>::to_vec)
}
