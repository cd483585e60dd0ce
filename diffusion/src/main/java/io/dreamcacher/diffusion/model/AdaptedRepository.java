package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.ModelRepository.SuggestedSettings;
import io.dreamcacher.diffusion.scheduler.SchedulerConfig;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * A model with adapters: some of its networks and tokenizers are others.
 *
 * @param original the model
 * @param networks those that are others, by component
 * @param adaptedTokenizers those that are others, by component
 * @param adapterFiles files that the others are made of
 */
record AdaptedRepository(ModelRepository original, Map<String, NetworkFiles> networks,
        Map<String, ClipTokenizer> adaptedTokenizers, List<Path> adapterFiles) implements ModelRepository {
    AdaptedRepository {
        networks = Map.copyOf(networks);
        adaptedTokenizers = Map.copyOf(adaptedTokenizers);
        adapterFiles = List.copyOf(adapterFiles);
    }

    @Override
    public Path path() {
        return original.path();
    }

    @Override
    public Kind kind() {
        return original.kind();
    }

    @Override
    public SuggestedSettings settings() {
        return original.settings();
    }

    @Override
    public boolean zerosForEmptyPrompt() {
        return original.zerosForEmptyPrompt();
    }

    @Override
    public NetworkFiles network(String component) {
        return Optional.ofNullable(networks.get(component)).orElseGet(() -> original.network(component));
    }

    @Override
    public boolean isReplaced(String component) {
        return networks.containsKey(component);
    }

    @Override
    public ClipTokenizer tokenizer(String component) {
        return Optional.ofNullable(adaptedTokenizers.get(component)).orElseGet(() -> original.tokenizer(component));
    }

    @Override
    public SchedulerConfig scheduler() {
        return original.scheduler();
    }

    @Override
    public ModelConfig schedulerSettings() {
        return original.schedulerSettings();
    }

    @Override
    public SortedMap<String, Path> files() {
        return original.files();
    }

    @Override
    public List<Path> filesInUse() {
        return Stream.concat(original.filesInUse().stream(), adapterFiles.stream()).toList();
    }
}
