package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;

/** A person's access token. It has no way out of this package but the header sent to the endpoint it is meant for. */
public final class HubToken {
    private final String secret;

    private HubToken(String secret) {
        this.secret = secret;
    }

    /**
     * A token as text.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if it has characters that no token has; the message does not
     *         show it
     */
    public static HubToken of(String text) {
        if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw DreamCacherException.badRequest(
                    "A Hugging Face token must be printable ASCII without spaces; the one in HF_TOKEN or the token file (%d characters) is not. Copy it again from the settings page."
                            .formatted(text.length()));
        }
        return new HubToken(text);
    }

    String authorization() {
        return "Bearer " + secret;
    }

    /** Says that it is a token, not which. */
    @Override
    public String toString() {
        return "(token)";
    }
}
