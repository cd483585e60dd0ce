package io.dreamcacher.diffusion.repository;

import io.dreamcacher.diffusion.scheduler.SchedulerConfig;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A model with something laid over it, such as adapters: some of its networks and tokenizers are others.
 *
 * @param original the model
 * @param networks those that are others, by component
 * @param adaptedTokenizers those that are others, by component
 */
record AdaptedRepository(ModelRepository original, Map<String, NetworkFiles> networks,
        Map<String, ClipTokenizer> adaptedTokenizers) implements ModelRepository {
    AdaptedRepository {
        networks = Map.copyOf(networks);
        adaptedTokenizers = Map.copyOf(adaptedTokenizers);
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
}
