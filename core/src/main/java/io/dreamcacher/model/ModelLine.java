package io.dreamcacher.model;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How a person names a model and the way it computes in one line: a {@link ModelRef} and, behind the same question mark,
 * {@code precision=fast} and {@code noise=torch-cuda}.
 *
 * @param model the model
 * @param rendering the way it computes; absent where the line says nothing
 */
public record ModelLine(ModelRef model, Rendering rendering) {
    /**
     * Reads a line.
     *
     * @throws DreamCacherException with BAD_REQUEST when it is none
     */
    public static ModelLine parse(String text) {
        int question = text.indexOf('?');
        ModelLine read = new ModelLine(ModelRef.ofBase(question < 0 ? text : text.substring(0, question)),
                Rendering.NONE);
        if (question < 0 || question == text.length() - 1) {
            return read;
        }
        for (String word : text.substring(question + 1).split("&", -1)) {
            int sign = word.indexOf('=');
            String key = sign < 0 ? word : word.substring(0, sign).toLowerCase(Locale.ROOT);
            read = read.with(key, sign < 0 ? "" : word.substring(sign + 1), text);
        }
        return read;
    }

    private ModelLine with(String key, String value, String text) {
        if (value.isEmpty()) {
            throw DreamCacherException.badRequest(
                    "What goes with a model is written key=value; found \"%s\" without a value in \"%s\"."
                            .formatted(key, text));
        }
        return switch (key) {
            case "vae", "lora", "embedding" -> new ModelLine(model.with(key, value), rendering);
            case "precision" -> new ModelLine(model, rendering.withPrecision(decoded(value)));
            case "noise" -> new ModelLine(model, rendering.withNoise(decoded(value)));
            default -> throw DreamCacherException.badRequest(
                    "What goes with a model must be vae, lora, embedding, precision or noise; found \"%s\" in \"%s\"."
                            .formatted(key, text));
        };
    }

    /**
     * The line of an image that was remembered when models were still told of by where they lay on one machine. Such a
     * place becomes the last name of its path; that of the model gets the beginning of the fingerprint behind it.
     *
     * @param fingerprint of the model with all that went with it
     */
    public static ModelLine remembered(String text, Fingerprint fingerprint) {
        ModelLine line = parse(text);
        ModelRef model = line.model.map(ModelRef.Part::withoutPlace);
        boolean moved = !model.base().equals(line.model.base());
        return new ModelLine(moved
                ? new ModelRef(ModelRef.Part.local(model.base().name(), fingerprint), model.vae(), model.loras(),
                        model.embeddings())
                : model, line.rendering);
    }

    /** Itself, or the usual line with what this one adds to it when it names no model. */
    public ModelLine over(ModelLine usual) {
        return model.base().name().isEmpty()
                ? new ModelLine(model.over(usual.model), rendering.over(usual.rendering))
                : this;
    }

    static String encoded(String text) {
        return text.replace("%", "%25")
                .replace("?", "%3F")
                .replace("&", "%26")
                .replace("=", "%3D")
                .replace("#", "%23");
    }

    static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "A %% in a model's name must be followed by two hexadecimal digits (%%25 for itself); found \"%s\"."
                            .formatted(text),
                    e);
        }
    }

    /** The line, as {@link #parse} reads it. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(model.toString());
        rendering.precision().ifPresent(value -> append(line, "precision=" + encoded(value)));
        rendering.noise().ifPresent(value -> append(line, "noise=" + encoded(value)));
        return line.toString();
    }

    private static void append(StringBuilder line, String word) {
        line.append(line.indexOf("?") < 0 ? '?' : '&').append(word);
    }
}
