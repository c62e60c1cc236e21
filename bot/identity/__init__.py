"""Who somebody is: invites, passwords, second factors, sessions, tokens, single sign-on."""
