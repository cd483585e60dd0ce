package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.Optional;

/**
 * Says why the hub does not give something, by status and its {@code X-Error-Code}. Without a token the hub answers 401
 * for a repository that does not exist too, so as not to tell which private ones do.
 *
 * @param file that was asked for; empty when it was the repository
 */
record Refusal(HubSettings settings, HubName name, Optional<RemoteFile> file) {
    DreamCacherException of(HubAnswer answer) {
        if (!settings.isOwn(answer.address())) {
            return elsewhere(answer);
        }
        String code = answer.header("X-Error-Code");
        if (code.equals("GatedRepo")) {
            return gated(answer.status());
        }
        return switch (answer.status()) {
            case 401 -> unauthorized();
            case 403 -> forbidden();
            case 404 -> missing(code);
            default ->
                refusal(FailureCategory.BAD_MODEL, "%s must give %s; it answers %d%s. Check the name and HF_ENDPOINT.",
                        settings.host(), name, answer.status(),
                        code.isEmpty() ? "" : " (" + code.replaceAll("\\W", "") + ")");
        };
    }

    private DreamCacherException elsewhere(HubAnswer answer) {
        return refusal(FailureCategory.BAD_MODEL,
                "%s sends %s of %s on to %s, which answers %d. Your token was not sent there; run the same again later.",
                settings.host(), file.map(RemoteFile::path).orElse("the listing"), name, answer.address().getHost(),
                answer.status());
    }

    private DreamCacherException gated(int status) {
        return refusal(FailureCategory.BAD_REQUEST, settings.token().isEmpty()
                ? "%2$s is given only to people who accepted its terms (%3$d from %1$s). Accept them at %4$s/%5$s, make a token there and put it in HF_TOKEN."
                : "%2$s is given only to people who accepted its terms, and the token in use belongs to nobody who has (%3$d from %1$s). Accept them at %4$s/%5$s.",
                settings.host(), name, status, settings.endpoint(), name.repository());
    }

    private DreamCacherException unauthorized() {
        return refusal(FailureCategory.BAD_REQUEST, settings.token().isEmpty()
                ? "%s does not give %s to somebody it does not know (401): it is private, asks for consent, or does not exist. Check the name; if it is right, put a token that may read it in HF_TOKEN."
                : "%s does not accept the token for %s (401). Check the name, and HF_TOKEN or the token file: the token may have ended.",
                settings.host(), name);
    }

    private DreamCacherException forbidden() {
        return refusal(FailureCategory.BAD_REQUEST,
                "%s does not let this token read %s (403). Give a token with the permission to read it in HF_TOKEN.",
                settings.host(), name);
    }

    private DreamCacherException missing(String code) {
        if (code.equals("RevisionNotFound")) {
            return refusal(FailureCategory.NOT_FOUND,
                    "%s has %s, but no revision \"%s\" of it (404). Choose a branch, tag or commit from %s/%s/commits.",
                    settings.host(), name.repository(), name.revision(), settings.endpoint(), name.repository());
        }
        if (file.isPresent()) {
            return refusal(FailureCategory.NOT_FOUND,
                    "%s lists %s in %s, but does not have it (404). Run the same again; the model may have changed just now.",
                    settings.host(), file.get().path(), name);
        }
        return refusal(FailureCategory.NOT_FOUND,
                "%s has no model %s (404). Check the name; a private one needs a token in HF_TOKEN.", settings.host(),
                name.repository());
    }

    @SuppressWarnings("AnnotateFormatMethod") // Error Prone's annotation would be a dependency for one method
    private static DreamCacherException refusal(FailureCategory category, String format, Object... arguments) {
        return new DreamCacherException(category, format.formatted(arguments));
    }
}
