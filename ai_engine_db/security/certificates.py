"""Certificates: what is wrong with one, and how one is made. Pure: PEM in, PEM out; the time is an argument.

X.509 is the cryptography package's business. Keys are P-256, which every client since OpenSSL 1.0 takes.
"""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID = timedelta(days=397)
AUTHORITY_VALID = timedelta(days=3653)
RENEWED_BEFORE = timedelta(days=30)
# A clock that is behind is no reason to refuse a certificate that was made just now.
BACKDATED = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate, those above it after it, and the key; in PEM."""

    certificates: str
    key: str

    @property
    def file(self) -> str:
        """Both, as the server's file has them: its first line tells whether the rest is as we wrote it."""
        rest = f"{self.key.strip()}\n{self.certificates.strip()}\n"
        return f"# {hashlib.sha256(rest.encode()).hexdigest()}\n{rest}"


def load(pem: str) -> list[x509.Certificate]:
    """The certificates of a text.

    Raises:
        ValueError: it holds none, or a damaged one.
    """
    return x509.load_pem_x509_certificates(pem.encode())


def problems(pem: str, hosts: Sequence[str], now: datetime) -> list[str]:
    """Why clients would refuse a server that shows this certificate; empty when they would not.

    Args:
        pem: the server's certificate, and those above it.
        hosts: names and addresses that clients connect to.
        now: with its time zone.
    """
    try:
        certificate = load(pem)[0]
    except ValueError as error:
        return [f"it is not a certificate in PEM: {error}"]
    wrong = []
    if now < certificate.not_valid_before_utc:
        wrong.append(
            f"it is not valid before {certificate.not_valid_before_utc:%Y-%m-%d %H:%M} UTC: is the clock right?"
        )
    if now > certificate.not_valid_after_utc:
        wrong.append(f"it expired on {certificate.not_valid_after_utc:%Y-%m-%d %H:%M} UTC")
    has = names(certificate)
    if missing := [host for host in hosts if not any(_matches(name, host) for name in has)]:
        wrong.append(f"it is for {', '.join(has) or 'no name at all'}, not for {', '.join(missing)}")
    return wrong


def key_problem(pem: str, key: str) -> str:
    """Why a key is not that of a certificate; empty when it is."""
    try:
        private = serialization.load_pem_private_key(key.encode(), None)
    except TypeError:
        return "the key has a passphrase, which cannot be entered when the server starts"
    except ValueError:
        return "the key is not a private key in PEM"
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    same = private.public_key().public_bytes(*form) == load(pem)[0].public_key().public_bytes(*form)
    return "" if same else "the key does not match the certificate"


def names(certificate: x509.Certificate) -> list[str]:
    """The names and addresses that a certificate is for; its subject counts for nothing any more."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    addresses = [str(each) for each in found.get_values_for_type(x509.IPAddress)]
    return [*found.get_values_for_type(x509.DNSName), *addresses]


def _matches(name: str, host: str) -> bool:
    name, host = name.lower(), host.lower()
    return name == host or (name.startswith("*.") and "." in host and name[1:] == host[host.index(".") :])


def issued_by(pem: str, authority: str) -> bool:
    """Whether a certificate was issued by an authority."""
    try:
        load(pem)[0].verify_directly_issued_by(load(authority)[0])
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def due(pem: str, now: datetime) -> bool:
    """Whether a certificate ends soon."""
    return load(pem)[0].not_valid_after_utc - now < RENEWED_BEFORE


def authority(name: str, now: datetime) -> Pair:
    """Makes a certificate authority for servers of ours alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        _builder(subject, subject, key, now, now + AUTHORITY_VALID)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Pair(_pem(certificate), _key_pem(key))


def issue(authority: Pair, hosts: Sequence[str], now: datetime) -> Pair:
    """Issues a certificate for a server; it ends before its authority does.

    Args:
        authority: who issues it.
        hosts: names and addresses that clients connect to; the first is its subject too.
        now: with its time zone.
    """
    above = load(authority.certificates)[0]
    signer = serialization.load_pem_private_key(authority.key.encode(), None)
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise TypeError("the authority's key is not of the type that authority() creates")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0][:64])])
    certificate = (
        _builder(subject, above.subject, key, now, min(now + VALID, above.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([_name(host) for host in hosts]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    # Who gets the chain from the server knows the authority's too, and can compare it with another's.
    return Pair(_pem(certificate) + authority.certificates, _key_pem(key))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host.encode("idna").decode())


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _key_pem(key: ec.EllipticCurvePrivateKey) -> str:
    form = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(serialization.Encoding.PEM, *form).decode()
