package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Reads prompts with one tokenizer. Immutable and thread-safe.
 *
 * <p>
 * Read as text and cut, a prompt becomes what transformers' tokenizer makes of it with padding and truncation. Read in
 * chunks, it becomes what AUTOMATIC1111 makes of it, but for the cleaning of the text, which is always transformers'. A
 * {@code BREAK} begins another chunk either way; where prompts are cut, each such chunk is cut by itself.
 */
final class PromptReader {
    private final ClipTokenizer tokenizer;

    /** A reader with a tokenizer. */
    public PromptReader(ClipTokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** The chunks of a prompt, one at least. */
    public PromptTokens read(String prompt, PromptOptions options) {
        List<WeightedText> parts = parts(prompt, options);
        return switch (options.longPrompts()) {
            case CUT -> cut(parts);
            case CHUNKED -> chunked(parts);
        };
    }

    /** A chunk without text. */
    public PromptChunk empty() {
        return ChunkBuilder.empty(tokenizer);
    }

    /** Whether a prompt has no token. */
    public boolean isEmpty(String prompt, PromptOptions options) {
        return parts(prompt, options).stream().allMatch(part -> !part.isBreak() && ids(part).length == 0);
    }

    private static List<WeightedText> parts(String prompt, PromptOptions options) {
        return switch (options.syntax()) {
            case PLAIN ->
                List.of(new WeightedText(prompt, 1, IntStream.range(0, prompt.length()).toArray()));
            case WEIGHTED -> AttentionParser.parse(prompt);
        };
    }

    private int[] ids(WeightedText part) {
        return tokenizer.ids(part.text());
    }

    private PromptTokens chunked(List<WeightedText> parts) {
        ChunkBuilder builder = new ChunkBuilder(tokenizer);
        for (WeightedText part : parts) {
            if (part.isBreak()) {
                builder.finish();
            } else {
                builder.add(ids(part), (float) part.weight());
            }
        }
        return new PromptTokens(builder.chunks(), OptionalInt.empty());
    }

    private PromptTokens cut(List<WeightedText> parts) {
        ChunkBuilder builder = new ChunkBuilder(tokenizer);
        OptionalInt cutAt = OptionalInt.empty();
        for (WeightedText part : parts) {
            if (part.isBreak()) {
                builder.finish();
                continue;
            }
            int[] ids = ids(part);
            int fits = builder.addWhatFits(ids, (float) part.weight());
            if (fits < ids.length && cutAt.isEmpty()) {
                cutAt = OptionalInt.of(part.positions()[tokenizer.readLength(part.text(), fits)]);
            }
        }
        return new PromptTokens(builder.chunks(), cutAt);
    }

    /**
     * A text that is equal for two prompts if and only if the encoder cannot tell them apart: all their token ids, cut
     * ones too, with weights other than 1 and breaks.
     */
    String canonical(String prompt, PromptOptions options) {
        List<String> words = new ArrayList<>();
        words.add(Integer.toString(tokenizer.startId()));
        for (WeightedText part : parts(prompt, options)) {
            if (part.isBreak()) {
                words.add("/");
                continue;
            }
            float weight = (float) part.weight();
            for (int id : ids(part)) {
                words.add(weight == 1 ? Integer.toString(id) : id + "*" + weight);
            }
        }
        words.add(Integer.toString(tokenizer.endId()));
        return String.join(" ", words);
    }
}
