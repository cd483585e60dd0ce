package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.tokenizer.AddedWord;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Text encoders and tokenizers that know more words, as diffusers' {@code load_textual_inversion} makes them: a word of n
 * vectors gets the next n ids, spelled {@code word}, {@code word_1}, … {@code word_(n-1)}, and a prompt that has the word
 * gets all of them. A word that the file names is found anywhere, in any capitals; a file's own name only as a whole word.
 *
 * @param encoders a text encoder's files each
 * @param tokenizers of the encoders
 */
record TextualInversionMerge(List<NetworkFiles> encoders, List<ClipTokenizer> tokenizers) {
    private static final String TABLE = "text_model.embeddings.token_embedding.weight";

    /** Copies the lists, which are equally long. */
    public TextualInversionMerge {
        encoders = List.copyOf(encoders);
        tokenizers = List.copyOf(tokenizers);
        if (encoders.isEmpty() || encoders.size() != tokenizers.size()) {
            throw new IllegalArgumentException("A model must have a tokenizer for each text encoder; found %d and %d"
                    .formatted(tokenizers.size(), encoders.size()));
        }
    }

    /**
     * These encoders and tokenizers with more words. Ids follow the order of the inversions; where a text is pooled at its
     * largest id, as in Stable Diffusion 1.x, that is the last inversion's.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if vectors have another width than an
     *         encoder's embeddings, naming both, or a word is taken
     */
    public TextualInversionMerge with(List<TextualInversion> inversions) {
        List<NetworkFiles> taught = new ArrayList<>();
        List<ClipTokenizer> extended = new ArrayList<>();
        for (int i = 0; i < encoders.size(); i++) {
            Vocabulary vocabulary = new Vocabulary(encoders.get(i), tokenizers.get(i));
            for (TextualInversion inversion : inversions) {
                int source = source(inversion, i);
                if (source >= 0) {
                    vocabulary.add(inversion, source);
                }
            }
            taught.add(vocabulary.encoder());
            extended.add(vocabulary.tokenizer());
        }
        return new TextualInversionMerge(taught, extended);
    }

    /** Which of an inversion's vectors an encoder gets; -1 for none, as when another encoder gets the only ones. */
    private int source(TextualInversion inversion, int encoder) {
        List<Long> widths = encoders.stream().map(TextualInversionMerge::width).toList();
        if (inversion.widths().equals(widths)) {
            return encoder;
        }
        if (inversion.widths().size() == 1 && widths.contains(inversion.widths().getFirst())) {
            return widths.indexOf(inversion.widths().getFirst()) == encoder ? 0 : -1;
        }
        throw TextualInversion.invalid("The textual inversion %s must have vectors as wide as the model's tokens, %s; "
                .formatted(inversion.path(), text(widths))
                + "its are %s wide. It was made for another family of models.".formatted(text(inversion.widths())));
    }

    private static String text(List<Long> widths) {
        return String.join(" and ", widths.stream().map(String::valueOf).toList());
    }

    private static long width(NetworkFiles encoder) {
        return encoder.checkpoint().tensor(TABLE).shape().size(1);
    }

    /** One encoder's words while they are added. */
    private static final class Vocabulary {
        private final NetworkFiles encoder;
        private final ClipTokenizer tokenizer;
        private final List<AddedWord> words;
        private final List<WeightTensor.Made> rows = new ArrayList<>();
        private final WeightTensor table;
        private int nextId;

        Vocabulary(NetworkFiles encoder, ClipTokenizer tokenizer) {
            this.encoder = encoder;
            this.tokenizer = tokenizer;
            this.words = new ArrayList<>(tokenizer.addedWords());
            this.table = encoder.checkpoint().tensor(TABLE);
            this.nextId = table.shape().intSize(0);
        }

        void add(TextualInversion inversion, int source) {
            int first = nextId;
            nextId += inversion.vectorCount();
            Shape shape = Shape.of(inversion.vectorCount(), table.shape().size(1));
            rows.add(new WeightTensor.Made(shape, () -> inversion.vectors(source)));
            int[] all = IntStream.range(first, nextId).toArray();
            inversion.token().ifPresent(token -> {
                requireFree(inversion, token, tokenizer.hasToken(token));
                words.add(AddedWord.token(token, all));
                for (int i = 1; i < all.length; i++) {
                    words.add(AddedWord.token(token + "_" + i, all[i]));
                }
            });
            if (inversion.token().isEmpty()) {
                requireFree(inversion, inversion.stem(), false);
            }
            if (!isTaken(inversion.stem())) { // many files have the same name, learned_embeds, but tokens of their own
                words.add(AddedWord.word(inversion.stem(), all));
            }
        }

        private boolean isTaken(String word) {
            return words.stream().anyMatch(added -> added.text().equalsIgnoreCase(word));
        }

        private void requireFree(TextualInversion inversion, String word, boolean inVocabulary) {
            if (inVocabulary || isTaken(word)) {
                throw TextualInversion
                        .invalid("The word %s of the textual inversion %s must be a new one; the model %s. %s"
                                .formatted(word, inversion.path(),
                                        inVocabulary ? "has such a token" : "has learnt it from another file",
                                        "Rename one of them."));
            }
        }

        ClipTokenizer tokenizer() {
            return rows.isEmpty()
                    ? tokenizer
                    : tokenizer.with(words.subList(tokenizer.addedWords().size(), words.size()));
        }

        NetworkFiles encoder() {
            if (rows.isEmpty()) {
                return encoder;
            }
            WeightTensor.Made longer = new WeightTensor.Made(table.shape().withSize(0, nextId), this::longerTable);
            Checkpoint checkpoint = encoder.checkpoint().with(Map.of(TABLE, longer));
            return encoder.with(encoder.config().with("vocab_size", nextId), checkpoint);
        }

        private float[] longerTable() {
            float[] values = table.floats();
            int end = values.length;
            values = Arrays.copyOf(values, Math.toIntExact(nextId * table.shape().size(1)));
            for (WeightTensor.Made row : rows) {
                float[] added = row.floats();
                System.arraycopy(added, 0, values, end, added.length);
                end += added.length;
            }
            return values;
        }
    }
}
