package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.noise.NoiseGenerator;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which weights draw, and in which arithmetic, as one line of text:
 * {@code NAME?vae=FILE&lora=FILE:0.7&embedding=FILE&precision=fast&noise=torch-cuda}. Everything behind the name is
 * optional; LoRAs and embeddings may stand there several times. In values, and in the name, the signs
 * {@code % ? & =} are written as in an address ({@code %25 %3F %26 %3D}).
 *
 * @param name {@code postcards}, a folder, a file, or a repository of the Hugging Face hub; empty for the memory's default
 *        model
 * @param vae an autoencoder instead of the model's own
 * @param loras adapters, in the order they were named
 * @param embeddings textual inversions, in the order they were named
 * @param precision arithmetic; empty for the program's default
 * @param noise whose random numbers; empty for the program's default
 */
public record ModelReference(String name, Optional<String> vae, List<Lora> loras, List<String> embeddings,
        Optional<String> precision, Optional<String> noise) {

    private static final Pattern SCALED = Pattern.compile("(.+):([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)");

    /** Copies the lists, and refuses a precision or noise there is not before anything is looked for. */
    public ModelReference {
        loras = List.copyOf(loras);
        embeddings = List.copyOf(embeddings);
        precision = precision.map(value -> EngineOptions.precision(value).shortName());
        noise = noise.map(value -> NoiseGenerator.of(value).id());
    }

    /** A model as it is. */
    public static ModelReference of(String name) {
        return new ModelReference(name, Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * An adapter and its weight.
     *
     * @param file where it lies
     * @param scale 1 for as trained; finite
     */
    public record Lora(String file, double scale) {
        /** Refuses scales that are no number. */
        public Lora {
            if (!Double.isFinite(scale)) {
                throw DreamCacherException
                        .badRequest("The scale of a LoRA must be a number; found %s for %s.".formatted(scale, file));
            }
        }

        /** Reads {@code FILE} or {@code FILE:SCALE}; without a scale it is 1. */
        public static Lora parse(String text) {
            Matcher matcher = SCALED.matcher(text);
            return matcher.matches()
                    ? new Lora(matcher.group(1), Double.parseDouble(matcher.group(2)))
                    : new Lora(text, 1);
        }

        @Override
        public String toString() {
            return file + ":" + scale;
        }
    }

    /** Reads a line of this form. */
    public static ModelReference parse(String text) {
        int question = text.indexOf('?');
        ModelReference read = of(decoded(question < 0 ? text : text.substring(0, question)));
        if (question < 0 || question == text.length() - 1) {
            return read;
        }
        for (String part : text.substring(question + 1).split("&", -1)) {
            int sign = part.indexOf('=');
            String key = sign < 0 ? part : part.substring(0, sign).toLowerCase(Locale.ROOT);
            String value = sign < 0 ? "" : decoded(part.substring(sign + 1));
            read = read.with(key, value, text);
        }
        return read;
    }

    private ModelReference with(String key, String value, String text) {
        if (value.isEmpty()) {
            throw DreamCacherException
                    .badRequest(
                            "What is laid over a model is written key=value; found \"%s\" without a value in \"%s\"."
                                    .formatted(key, text));
        }
        return switch (key) {
            case "vae" -> withVae(value);
            case "lora" -> withLora(Lora.parse(value));
            case "embedding" -> withEmbedding(value);
            case "precision" -> withPrecision(value);
            case "noise" -> withNoise(value);
            default -> throw DreamCacherException.badRequest(
                    "What is laid over a model must be vae, lora, embedding, precision or noise; found \"%s\" in \"%s\"."
                            .formatted(key, text));
        };
    }

    /** With another autoencoder. */
    public ModelReference withVae(String value) {
        return new ModelReference(name, Optional.of(value), loras, embeddings, precision, noise);
    }

    /** With one more adapter. */
    public ModelReference withLora(Lora value) {
        return new ModelReference(name, vae, plus(loras, value), embeddings, precision, noise);
    }

    /** With one more textual inversion. */
    public ModelReference withEmbedding(String value) {
        return new ModelReference(name, vae, loras, plus(embeddings, value), precision, noise);
    }

    /** In another arithmetic. */
    public ModelReference withPrecision(String value) {
        return new ModelReference(name, vae, loras, embeddings, Optional.of(value), noise);
    }

    /** With other random numbers. */
    public ModelReference withNoise(String value) {
        return new ModelReference(name, vae, loras, embeddings, precision, Optional.of(value));
    }

    /** Whether no weights are laid over the model's; another arithmetic or other noise may be. */
    boolean hasOwnWeights() {
        return vae.isEmpty() && loras.isEmpty() && embeddings.isEmpty();
    }

    /** Itself, or what it lays over the default model when it names none. */
    ModelReference over(ModelReference defaultModel) {
        if (!name.isEmpty()) {
            return this;
        }
        List<Lora> allLoras = new ArrayList<>(defaultModel.loras);
        allLoras.addAll(loras);
        List<String> allEmbeddings = new ArrayList<>(defaultModel.embeddings);
        allEmbeddings.addAll(embeddings);
        return new ModelReference(defaultModel.name, vae.or(() -> defaultModel.vae), allLoras, allEmbeddings,
                precision.or(() -> defaultModel.precision), noise.or(() -> defaultModel.noise));
    }

    private static <T> List<T> plus(List<T> list, T value) {
        List<T> longer = new ArrayList<>(list);
        longer.add(value);
        return longer;
    }

    /** The line, as {@link #parse} reads it; just the name when nothing is laid over it. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        vae.ifPresent(value -> parts.add("vae=" + encoded(value)));
        loras.forEach(value -> parts.add("lora=" + encoded(value.toString())));
        embeddings.forEach(value -> parts.add("embedding=" + encoded(value)));
        precision.ifPresent(value -> parts.add("precision=" + encoded(value)));
        noise.ifPresent(value -> parts.add("noise=" + encoded(value)));
        return parts.isEmpty() ? encoded(name) : encoded(name) + "?" + String.join("&", parts);
    }

    private static String encoded(String text) {
        return text.replace("%", "%25").replace("?", "%3F").replace("&", "%26").replace("=", "%3D");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "A %% in a model's name must be followed by two hexadecimal digits (%%25 for itself); found \"%s\"."
                            .formatted(text),
                    e);
        }
    }
}
