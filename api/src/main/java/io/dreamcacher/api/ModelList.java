package io.dreamcacher.api;

import io.dreamcacher.generator.GeneratorDescription;
import java.util.List;
import java.util.Locale;

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
     */
    public record ModelFacts(String name, String fingerprint, boolean usual, Settings.Defaults defaults,
            List<String> schedulers, List<String> parameters) {
        /** A model under the name it is offered by. */
        public static ModelFacts of(String name, boolean usual, GeneratorDescription model) {
            return new ModelFacts(name, model.fingerprint().toString(), usual,
                    Settings.Defaults.of(model.defaults()), model.capabilities().schedulers(),
                    model.capabilities()
                            .parameters()
                            .stream()
                            .sorted()
                            .map(parameter -> parameter.name().toLowerCase(Locale.ROOT))
                            .toList());
        }
    }
}
