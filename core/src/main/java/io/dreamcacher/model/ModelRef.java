package io.dreamcacher.model;

import io.dreamcacher.failure.DreamCacherException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A model and what goes with it, as one line of text: {@code NAME?vae=NAME&lora=NAME:0.7&embedding=NAME}. Everything
 * behind the first name is optional; LoRAs and embeddings may stand there several times. In names the signs
 * {@code % ? & = #} are written as in an address ({@code %25 %3F %26 %3D %23}). A name is told from others by the
 * beginning of its fingerprint behind a {@code #}: {@code style.safetensors#0123456789ab}.
 *
 * @param base the model; its name is empty for whichever model is usual
 * @param vae an autoencoder instead of the model's own
 * @param loras adapters, in the order they were named
 * @param embeddings textual inversions, in the order they were named
 */
public record ModelRef(Part base, Optional<Part> vae, List<Lora> loras, List<Part> embeddings) {

    /** Takes unmodifiable copies. */
    public ModelRef {
        loras = List.copyOf(loras);
        embeddings = List.copyOf(embeddings);
    }

    /**
     * Something with a name.
     *
     * @param name {@code postcards}, {@code owner/name} of the Hugging Face hub, or a file or folder: where it lies when
     *        somebody asks for it, its own name alone where it is told of
     * @param digest beginning of its fingerprint, 12 hexadecimal digits; present where the name alone does not tell
     */
    public record Part(String name, Optional<String> digest) {
        private static final Pattern PLACE = Pattern.compile("\\.{0,2}/|~|[A-Za-z]:[/\\\\]|\\\\\\\\");
        private static final Pattern LAST_NAME = Pattern.compile("([^/\\\\]+)[/\\\\]*\\z");
        private static final Pattern DIGEST = Pattern.compile("(.*)#([0-9a-f]{12})", Pattern.DOTALL);

        /** Refuses a digest that is none. */
        public Part {
            digest.filter(value -> !value.matches("[0-9a-f]{12}")).ifPresent(value -> {
                throw new IllegalArgumentException("a digest must be 12 hexadecimal digits, found " + value);
            });
        }

        /** A name that tells enough. */
        public static Part of(String name) {
            return new Part(name, Optional.empty());
        }

        /** The last name of a path, and the beginning of a fingerprint in place of where it lies. */
        public static Part local(String path, Fingerprint fingerprint) {
            return new Part(of(path).lastName(), Optional.of(fingerprint.brief()));
        }

        /** The name itself, or the last one of a path. */
        public String lastName() {
            Matcher last = LAST_NAME.matcher(name);
            return last.find() ? last.group(1) : name;
        }

        /** The same without the folders it lies in, if it is named by a path of one machine. */
        public Part withoutPlace() {
            return PLACE.matcher(name).lookingAt() ? new Part(lastName(), digest) : this;
        }

        private static Part parse(String text) {
            Matcher matcher = DIGEST.matcher(text);
            return matcher.matches()
                    ? new Part(ModelLine.decoded(matcher.group(1)), Optional.of(matcher.group(2)))
                    : of(ModelLine.decoded(text));
        }

        @Override
        public String toString() {
            return ModelLine.encoded(name) + digest.map(value -> "#" + value).orElse("");
        }
    }

    /**
     * An adapter and its weight.
     *
     * @param part the adapter
     * @param scale 1 for as trained; finite
     */
    public record Lora(Part part, double scale) {
        private static final Pattern SCALED = Pattern.compile("(.+):([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)",
                Pattern.DOTALL);

        /** Refuses scales that are no number. */
        public Lora {
            if (!Double.isFinite(scale)) {
                throw DreamCacherException.badRequest(
                        "The scale of a LoRA must be a number; found %s for %s.".formatted(scale, part.name()));
            }
        }

        /** Reads {@code FILE} or {@code FILE:SCALE}, where the signs of a file's name stand for themselves. */
        public static Lora ofFile(String text) {
            Matcher matcher = SCALED.matcher(text);
            return matcher.matches()
                    ? new Lora(Part.of(matcher.group(1)), scale(matcher.group(2), text))
                    : new Lora(Part.of(text), 1);
        }

        private static Lora parse(String text) {
            Matcher matcher = SCALED.matcher(text);
            return matcher.matches()
                    ? new Lora(Part.parse(matcher.group(1)), scale(matcher.group(2), text))
                    : new Lora(Part.parse(text), 1);
        }

        private static double scale(String digits, String text) {
            try {
                return Double.parseDouble(digits);
            } catch (NumberFormatException e) {
                throw DreamCacherException.badRequest(
                        "The scale of a LoRA must be a number; found %s for %s.".formatted(digits, text));
            }
        }

        @Override
        public String toString() {
            return part + ":" + scale;
        }
    }

    /** A model as it is. */
    public static ModelRef of(String name) {
        return of(Part.of(name));
    }

    /** A model as it is. */
    public static ModelRef of(Part base) {
        return new ModelRef(base, Optional.empty(), List.of(), List.of());
    }

    /**
     * Reads such a line.
     *
     * @throws DreamCacherException with BAD_REQUEST when it is none
     */
    public static ModelRef parse(String text) {
        ModelLine line = ModelLine.parse(text);
        if (!line.rendering().equals(Rendering.NONE)) {
            throw DreamCacherException.badRequest(
                    "Precision and noise are no parts of a model; found them in \"%s\".".formatted(text));
        }
        return line.model();
    }

    /** Reads what was kept of a model; a name from before they were written so is taken as it is. */
    public static ModelRef remembered(String text) {
        try {
            return parse(text);
        } catch (DreamCacherException e) {
            return of(text);
        }
    }

    /** This model and one more word of its line. */
    ModelRef with(String key, String value) {
        return switch (key) {
            case "vae" -> withVae(Part.parse(value));
            case "lora" -> withLora(Lora.parse(value));
            case "embedding" -> withEmbedding(Part.parse(value));
            default -> throw new IllegalArgumentException("no part of a model: " + key);
        };
    }

    /** The first name of a line. */
    static ModelRef ofBase(String text) {
        return of(Part.parse(text));
    }

    /** With another autoencoder. */
    public ModelRef withVae(Part value) {
        return new ModelRef(base, Optional.of(value), loras, embeddings);
    }

    /** With one more adapter. */
    public ModelRef withLora(Lora value) {
        return new ModelRef(base, vae, plus(loras, value), embeddings);
    }

    /** With one more textual inversion. */
    public ModelRef withEmbedding(Part value) {
        return new ModelRef(base, vae, loras, plus(embeddings, value));
    }

    /** Whether it draws with its own weights and no others. */
    public boolean hasOwnWeights() {
        return vae.isEmpty() && loras.isEmpty() && embeddings.isEmpty();
    }

    /** Itself, or the usual model with what this one adds to it when it names none. */
    public ModelRef over(ModelRef usual) {
        if (!base.name().isEmpty()) {
            return this;
        }
        return new ModelRef(usual.base, vae.or(() -> usual.vae),
                Stream.concat(usual.loras.stream(), loras.stream()).toList(),
                Stream.concat(usual.embeddings.stream(), embeddings.stream()).toList());
    }

    /** The same with every part exchanged for another. */
    public ModelRef map(UnaryOperator<Part> other) {
        return new ModelRef(other.apply(base), vae.map(other),
                loras.stream().map(lora -> new Lora(other.apply(lora.part()), lora.scale())).toList(),
                embeddings.stream().map(other).toList());
    }

    /** Everything that has a name, the model first. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(List.of(base));
        vae.ifPresent(parts::add);
        loras.forEach(lora -> parts.add(lora.part()));
        parts.addAll(embeddings);
        return parts;
    }

    private static <T> List<T> plus(List<T> list, T value) {
        List<T> longer = new ArrayList<>(list);
        longer.add(value);
        return longer;
    }

    /** The line, as {@link #parse} reads it; just the name when nothing goes with it. */
    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        vae.ifPresent(value -> words.add("vae=" + value));
        loras.forEach(value -> words.add("lora=" + value));
        embeddings.forEach(value -> words.add("embedding=" + value));
        return words.isEmpty() ? base.toString() : base + "?" + String.join("&", words);
    }
}
