package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code .safetensors} file with a new word for text encoders: one vector or more in the place of a token's embedding
 * (Gal et al. 2022). Three layouts are known: that of diffusers, one tensor named after its token; that of
 * AUTOMATIC1111, {@code emb_params}; and that of SDXL, {@code clip_l} and {@code clip_g} for its two encoders. A prompt
 * calls the word by the token, where the file names one, or by the file's name without its ending. Opening one reads no
 * vectors. Immutable and thread-safe.
 */
final class TextualInversion {
    private static final String A1111 = "emb_params";
    private static final String FIRST_OF_TWO = "clip_l";
    private static final String SECOND_OF_TWO = "clip_g";

    private final SafetensorsFile file;
    private final Optional<String> token;
    private final String stem;
    private final List<TensorEntry> vectors;

    private TextualInversion(SafetensorsFile file, Optional<String> token, String stem, List<TensorEntry> vectors) {
        this.file = file;
        this.token = token;
        this.stem = stem;
        this.vectors = List.copyOf(vectors);
    }

    /**
     * Opens a file.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is none, {@code BAD_MODEL} if it is no textual inversion
     */
    public static TextualInversion open(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        String stem = stem(path);
        Map<String, TensorEntry> tensors = file.tensors();
        if (tensors.keySet().equals(Set.of(FIRST_OF_TWO, SECOND_OF_TWO))) {
            return new TextualInversion(file, Optional.empty(), stem,
                    List.of(file.tensor(FIRST_OF_TWO), file.tensor(SECOND_OF_TWO))).checked();
        }
        if (tensors.size() != 1) {
            throw invalid(
                    "A textual inversion must have one tensor named after its token, emb_params, or clip_l and clip_g; "
                            + "%s has %d: %s.".formatted(path, tensors.size(), abbreviated(tensors.keySet())));
        }
        TensorEntry only = tensors.values().iterator().next();
        Optional<String> token = only.name().equals(A1111) ? Optional.empty() : Optional.of(only.name());
        return new TextualInversion(file, token, stem, List.of(only)).checked();
    }

    private static String stem(Path path) {
        String name = String.valueOf(path.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String abbreviated(Set<String> names) {
        List<String> first = names.stream().limit(3).toList();
        return String.join(", ", first) + (names.size() > first.size() ? ", ..." : "");
    }

    private TextualInversion checked() {
        for (TensorEntry entry : vectors) {
            Shape shape = entry.shape();
            if (shape.rank() < 1 || shape.rank() > 2 || shape.elements() == 0) {
                throw invalid("The vectors of a textual inversion must be [vectors, width]; %s of %s is %s."
                        .formatted(entry.name(), file.path(), shape));
            }
        }
        if (count(vectors.getFirst()) != count(vectors.getLast())) {
            throw invalid(
                    "A textual inversion must have as many vectors for one encoder as for the other; %s has %d and %d."
                            .formatted(file.path(), count(vectors.getFirst()), count(vectors.getLast())));
        }
        for (String word : words()) {
            if (word.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85)) {
                throw invalid("The word of a textual inversion must have letters or signs; %s calls it \"%s\"."
                        .formatted(file.path(), word));
            }
        }
        return this;
    }

    private static int count(TensorEntry entry) {
        return entry.shape().rank() == 1 ? 1 : entry.shape().intSize(0);
    }

    private static long width(TensorEntry entry) {
        return entry.shape().size(entry.shape().rank() - 1);
    }

    static DreamCacherException invalid(String message) {
        return new DreamCacherException(FailureCategory.BAD_MODEL, message);
    }

    /** Where the file really lies. */
    public Path path() {
        return file.path();
    }

    /** The token that the file names; empty in AUTOMATIC1111's layouts. */
    public Optional<String> token() {
        return token;
    }

    /** The file's name without its ending. */
    public String stem() {
        return stem;
    }

    /** What prompts may call the word: the file's token, if it names one, then its stem. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        token.ifPresent(words::add);
        if (!words.contains(stem)) {
            words.add(stem);
        }
        return List.copyOf(words);
    }

    /** How many vectors stand for the word. */
    public int vectorCount() {
        return count(vectors.getFirst());
    }

    /** Widths of the vectors: one, or two for the encoders of SDXL. */
    public List<Long> widths() {
        return vectors.stream().map(TextualInversion::width).toList();
    }

    /** The vectors of one encoder, [vectors, width] in row-major order; 0 is the first. */
    float[] vectors(int index) {
        String tensor = vectors.get(index).name();
        return Finite.require(file.path(), tensor, file.floats(tensor));
    }
}
