//! Encryption of the page.

use std::io;
use std::path::Path;
use std::sync::Arc;

use ring::digest::{SHA256, digest};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_rustls::server::TlsStream;

use crate::store::{self, StoreError};

/// A certificate and its key, ready for use.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    fingerprint: String,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

/// Why a page cannot be encrypted.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file holds something else.
    #[error("{file} holds no {what} in PEM (a text that begins with -----BEGIN)")]
    NotPem {
        /// Which.
        file: String,
        /// What it should hold.
        what: &'static str,
    },
    /// They do not belong together, or are of a kind that is not known.
    #[error("the certificate and the key cannot be used together: {0}")]
    Unusable(#[from] rustls::Error),
    /// A certificate could not be made.
    #[error("a certificate for this host cannot be made: {0}")]
    NotMade(#[from] rcgen::Error),
}

impl Tls {
    /// The certificates in one file, this host's first, and the key in another.
    ///
    /// # Errors
    /// If they cannot be read or used.
    pub fn from_files(certificates: &Path, key: &Path) -> Result<Self, TlsError> {
        let not_pem = |file: &Path, what| TlsError::NotPem { file: file.display().to_string(), what };
        let text = store::read_pem(certificates)?;
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
        let chain = chain.ok().filter(|chain| !chain.is_empty());
        let chain = chain.ok_or_else(|| not_pem(certificates, "certificate"))?;
        let text = store::read_pem(key)?;
        let key = PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| not_pem(key, "key"))?;
        Self::new(chain, key)
    }

    /// A certificate that this host makes for itself, for these names and addresses. Browsers warn of it, as nobody
    /// else vouches for it: the fingerprint can be compared.
    ///
    /// # Errors
    /// If a name cannot be in a certificate.
    pub fn self_signed(names: Vec<String>) -> Result<Self, TlsError> {
        let made = rcgen::generate_simple_self_signed(names)?;
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der());
        let key = key.map_err(|words| rustls::Error::General(words.to_owned()))?;
        Self::new(vec![made.cert.der().clone()], key)
    }

    fn new(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Result<Self, TlsError> {
        let first = chain.first().map(|certificate| digest(&SHA256, certificate));
        let pairs = first.iter().flat_map(|digest| digest.as_ref()).map(|byte| format!("{byte:02X}"));
        let fingerprint = pairs.collect::<Vec<_>>().join(":");
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let config = config.with_safe_default_protocol_versions()?.with_no_client_auth();
        let config = config.with_single_cert(chain, key)?;
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), fingerprint })
    }

    /// The fingerprint of the certificate (SHA-256), as browsers show it.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    pub(super) async fn accept<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: S,
    ) -> io::Result<TlsStream<S>> {
        self.acceptor.accept(stream).await
    }
}
