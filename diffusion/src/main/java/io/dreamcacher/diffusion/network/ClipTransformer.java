package io.dreamcacher.diffusion.network;

import java.util.ArrayList;
import java.util.List;

/** The pre-norm transformer that both CLIP towers share (Radford et al. 2021, section 2.4). */
final class ClipTransformer {
    private final TransformerConfig config;
    private final boolean causal;

    ClipTransformer(TransformerConfig config, boolean causal) {
        this.config = config;
        this.causal = causal;
    }

    /**
     * Runs all layers over states [batch, n, width].
     *
     * @return the states before the first layer and after each: one more than there are layers
     */
    List<Value> apply(Layers encoder, Value states) {
        List<Value> all = new ArrayList<>();
        all.add(states);
        for (int i = 0; i < config.layers(); i++) {
            all.add(layer(encoder.in("layers").in(i), all.getLast()));
        }
        return all;
    }

    private Value layer(Layers layer, Value x) {
        Value attended = layer.add(x, attention(layer.in("self_attn"), norm(layer, "layer_norm1", x)));
        return layer.add(attended, perceptron(layer.in("mlp"), norm(layer, "layer_norm2", attended)));
    }

    private Value norm(Layers layer, String name, Value x) {
        return layer.layerNorm(name, x, config.width(), config.epsilon());
    }

    private Value attention(Layers attention, Value x) {
        int width = config.width();
        Value query = attention.linear("q_proj", x, width, width);
        Value key = attention.linear("k_proj", x, width, width);
        Value value = attention.linear("v_proj", x, width, width);
        Value mixed = causal
                ? attention.causalAttention(query, key, value, config.heads())
                : attention.attention(query, key, value, config.heads());
        return attention.linear("out_proj", mixed, width, width);
    }

    private Value perceptron(Layers mlp, Value x) {
        Value wide = mlp.linear("fc1", x, config.width(), config.feedForwardWidth());
        return mlp.linear("fc2", mlp.activation(config.activation(), wide), config.feedForwardWidth(), config.width());
    }
}
