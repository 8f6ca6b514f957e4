//! What a client asks for, request by request.

use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Response};
use russh::{Channel, ChannelId, ChannelOpenFailure, Pty};

use super::super::Stage;
use super::{Asked, Visitor};
use crate::host::Knock;
use crate::host::keyboard::size_within;

/// The longest answer at the door that is looked at, in bytes.
const ANSWER_MAX: usize = 256;

impl Handler for Visitor {
    type Error = russh::Error;

    async fn auth_publickey_offered(&mut self, _: &str, _: PublicKeyOffer<'_>) -> Result<Auth, Self::Error> {
        Ok(Auth::reject())
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _submethods: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        self.stage.send_if_modified(|stage| {
            let is_first = *stage == Stage::Silent;
            if is_first {
                *stage = Stage::Asked;
            }
            is_first
        });
        let Some(mut answers) = response else {
            if self.asked == Asked::Nothing {
                return Err(russh::Error::Disconnect);
            }
            let name = user.chars().take(ANSWER_MAX).collect();
            self.knock = Knock { name, ..Knock::default() };
            return Ok(match self.door.wants_code(&self.knock.name) {
                true => self.ask(Asked::Code, String::new()),
                false => self.knock().await,
            });
        };
        let answer = answers.next().unwrap_or_default();
        let answer = String::from_utf8_lossy(&answer[..answer.len().min(ANSWER_MAX)]).into_owned();
        match self.asked {
            Asked::Code => self.knock.code = answer,
            Asked::Pin => self.knock.pin = Some(answer),
            // A refusal would make clients ask for a password, in vain.
            Asked::Nothing => return Err(russh::Error::Disconnect),
        }
        Ok(self.knock().await)
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        if self.channel.is_some() {
            self.deny("a second session")?;
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
            return Ok(());
        }
        self.channel = Some(channel.id());
        reply.accept().await;
        Ok(())
    }

    async fn channel_open_x11(
        &mut self,
        _channel: Channel<Msg>,
        _address: &str,
        _port: u32,
        reply: ChannelOpenHandle,
        _session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
        self.deny("a way to a screen (X11)")
    }

    async fn channel_open_direct_tcpip(
        &mut self,
        _channel: Channel<Msg>,
        _host: &str,
        _port: u32,
        _address: &str,
        _from: u32,
        reply: ChannelOpenHandle,
        _session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
        self.deny("a way into the network")
    }

    async fn channel_open_forwarded_tcpip(
        &mut self,
        _channel: Channel<Msg>,
        _host: &str,
        _port: u32,
        _address: &str,
        _from: u32,
        reply: ChannelOpenHandle,
        _session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
        self.deny("a way into the network")
    }

    async fn channel_open_direct_streamlocal(
        &mut self,
        _channel: Channel<Msg>,
        _path: &str,
        reply: ChannelOpenHandle,
        _session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
        self.deny("a way into the machine")
    }

    async fn tcpip_forward(
        &mut self,
        _address: &str,
        _port: &mut u32,
        _session: &mut russh::server::Session,
    ) -> Result<bool, Self::Error> {
        self.deny("a way from the network").map(|()| false)
    }

    async fn streamlocal_forward(
        &mut self,
        _path: &str,
        _session: &mut russh::server::Session,
    ) -> Result<bool, Self::Error> {
        self.deny("a way from the machine").map(|()| false)
    }

    async fn agent_request(
        &mut self,
        _channel: ChannelId,
        _session: &mut russh::server::Session,
    ) -> Result<bool, Self::Error> {
        self.deny("their agent").map(|()| false)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _single: bool,
        _protocol: &str,
        _cookie: &str,
        _screen: u32,
        session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)?;
        self.deny("a way to a screen (X11)")
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        value: &str,
        session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        // Clients send some unasked; none but this one is looked at, and none is kept.
        self.is_mono |= name == "NO_COLOR" && !value.is_empty();
        session.channel_failure(channel)
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        term: &str,
        columns: u32,
        rows: u32,
        _width: u32,
        _height: u32,
        _modes: &[(Pty, u32)],
        session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        self.size = Some(size_within(columns, rows));
        self.is_mono |= has_no_colours(term);
        session.channel_success(channel)
    }

    async fn window_change_request(
        &mut self,
        _channel: ChannelId,
        columns: u32,
        rows: u32,
        _width: u32,
        _height: u32,
        _session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        if let Some(keyboard) = &self.keyboard {
            keyboard.resize(columns, rows);
        } else if self.size.is_some() {
            self.size = Some(size_within(columns, rows));
        }
        Ok(())
    }

    async fn shell_request(
        &mut self,
        channel: ChannelId,
        session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        self.play(channel, session)
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        _command: &[u8],
        session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        self.refuse_command("a command", channel, session)
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _name: &str,
        session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        self.refuse_command("files", channel, session)
    }

    async fn data(
        &mut self,
        _channel: ChannelId,
        bytes: &[u8],
        _session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        if let Some(keyboard) = &self.keyboard {
            keyboard.take(bytes);
        }
        Ok(())
    }

    async fn channel_close(
        &mut self,
        _channel: ChannelId,
        _session: &mut russh::server::Session,
    ) -> Result<(), Self::Error> {
        match &self.keyboard {
            Some(keyboard) => keyboard.hang_up(),
            None => drop(self.stage.send_replace(Stage::Over)),
        }
        Ok(())
    }
}

/// Whether a terminal of this kind has no colours, by the names that terminfo has for such.
fn has_no_colours(term: &str) -> bool {
    term == "dumb" || term.ends_with("-m") || term.ends_with("-mono") || term.starts_with("vt")
}
