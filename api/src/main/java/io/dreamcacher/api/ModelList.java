package io.dreamcacher.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dreamcacher.generator.GeneratorCapabilities;
import io.dreamcacher.generator.GeneratorDescription;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The models a service offers.
 *
 * @param models the first is used where a request names none
 */
public record ModelList(List<ModelFacts> models) {
    /**
     * One of them.
     *
     * @param name a request names it by
     * @param fingerprint SHA-256 over everything that makes it what it is
     * @param usual whether it is used where a request names none
     * @param defaults what a request to it gets that says nothing else
     * @param schedulers it knows; empty when it has no use for one
     * @param parameters of a request that mean something to it, such as {@code steps}
     * @param work how it works
     */
    public record ModelFacts(String name, String fingerprint, boolean usual, Settings.Defaults defaults,
            List<String> schedulers, List<String> parameters, @JsonUnwrapped Work work) {
        /** A model under the name it is offered by. */
        public static ModelFacts of(String name, boolean usual, GeneratorDescription model) {
            return new ModelFacts(name, model.fingerprint().toString(), usual,
                    Settings.Defaults.of(model.defaults()), model.capabilities().schedulers(),
                    model.capabilities()
                            .parameters()
                            .stream()
                            .sorted()
                            .map(parameter -> parameter.name().toLowerCase(Locale.ROOT))
                            .toList(),
                    Work.of(model.capabilities()));
        }
    }

    /**
     * How a model works.
     *
     * @param atOnce how many images it makes at the same time
     * @param progress whether it tells how it gets on
     * @param price of one image, such as {@code 0.04 USD}; absent when it costs nothing but time
     */
    public record Work(int atOnce, boolean progress, Optional<String> price) {
        static Work of(GeneratorCapabilities capabilities) {
            return new Work(capabilities.running().atOnce(), capabilities.running().progress(),
                    capabilities.price().map(price -> price.amount().toPlainString() + " " + price.currency()));
        }
    }
}
