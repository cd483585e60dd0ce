package io.dreamcacher.diffusion.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Chooses the weights of one network among the files of its folder: of all precisions and formats that hold the same
 * numbers, one. In this order: the wanted variant, full precision, {@code fp16}, ONNX; a single file before shards.
 */
final class WeightChoice {
    private static final List<String> STEMS = List.of("model", "diffusion_pytorch_model");
    private static final Pattern SHARD = Pattern.compile(".*-\\d{5}-of-(\\d{5})\\.safetensors");

    private final List<String> names;

    /** A choice among files of one folder, by their names. */
    WeightChoice(List<String> names) {
        this.names = names;
    }

    /** The files to take; empty if there are no weights that can be read. */
    List<String> choose(Optional<String> variant) {
        List<String> tried = new ArrayList<>(variant.map(word -> List.of("." + word)).orElse(List.of()));
        tried.addAll(List.of("", ".fp16"));
        return tried.stream()
                .map(this::safetensors)
                .filter(chosen -> !chosen.isEmpty())
                .findFirst()
                .orElseGet(this::onnx);
    }

    /** The files of a precision, such as {@code .fp16}. */
    List<String> safetensors(String precision) {
        for (String stem : STEMS) {
            String single = stem + precision + ".safetensors";
            if (names.contains(single)) {
                return List.of(single);
            }
            List<String> sharded = sharded(stem, precision);
            if (!sharded.isEmpty()) {
                return sharded;
            }
        }
        return List.of();
    }

    /** Index and shards, if all are there. diffusers writes {@code .index.fp16.json}, transformers the reverse. */
    private List<String> sharded(String stem, String precision) {
        List<String> indexes = List.of(stem + precision + ".safetensors.index.json",
                stem + ".safetensors.index" + precision + ".json");
        Pattern shard = Pattern.compile(Pattern.quote(stem + precision) + "-\\d{5}-of-\\d{5}\\.safetensors");
        List<String> chosen = matching(indexes::contains);
        List<String> shards = matching(shard.asMatchPredicate());
        boolean whole = !chosen.isEmpty() && !shards.isEmpty() && shards.size() == count(shards.getFirst());
        return whole ? concat(chosen, shards) : List.of();
    }

    private static int count(String shard) {
        Matcher matcher = SHARD.matcher(shard);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private List<String> onnx() {
        boolean some = names.stream().anyMatch(name -> name.endsWith(".onnx"));
        return some ? matching(WeightChoice::isOnnx) : List.of();
    }

    /** ONNX keeps weights over 2 GB beside the graph, under names of the exporter's choice. */
    private static boolean isOnnx(String name) {
        return name.endsWith(".onnx") || name.endsWith(".onnx_data") || name.endsWith(".onnx.data")
                || name.equals("weights.pb");
    }

    /** Whether the folder has weights, though only as pickles. */
    boolean hasPickles() {
        return names.stream().anyMatch(name -> name.matches(".*\\.(bin|ckpt|pt|pth|pkl)"));
    }

    private List<String> matching(Predicate<String> wanted) {
        return names.stream().filter(wanted).toList();
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
