package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.ModelConfig;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys that CLIP's configs may have: those of transformers' CLIPConfig, and what it writes for every model. */
final class ClipKeys {
    private static final Set<String> TOWER = Set.of("attention_dropout", "dropout", "hidden_act", "hidden_size",
            "initializer_factor", "initializer_range", "intermediate_size", "layer_norm_eps", "num_attention_heads",
            "num_hidden_layers", "projection_dim");
    private static final Set<String> TEXT = Set.of("max_position_embeddings", "vocab_size");
    private static final Set<String> VISION = Set.of("image_size", "num_channels", "patch_size");
    private static final Set<String> WHOLE = Set.of("initializer_factor", "logit_scale_init_value", "projection_dim",
            "text_config", "text_config_dict", "vision_config", "vision_config_dict");

    /** Of transformers' PretrainedConfig, in all versions: about training, generating text, and how to answer. */
    private static final Set<String> EVERY_MODEL = Set.of("add_cross_attention", "architectures",
            "attn_implementation", "bad_words_ids", "begin_suppress_tokens", "bos_token_id",
            "chunk_size_feed_forward", "cross_attention_hidden_size", "decoder_start_token_id", "diversity_penalty",
            "do_sample", "dtype", "early_stopping", "encoder_no_repeat_ngram_size", "eos_token_id",
            "exponential_decay_length_penalty", "finetuning_task", "forced_bos_token_id", "forced_eos_token_id",
            "gradient_checkpointing", "id2label", "is_composition", "is_decoder", "is_encoder_decoder", "label2id",
            "length_penalty", "max_length", "min_length", "model_type", "name_or_path", "no_repeat_ngram_size",
            "num_beam_groups", "num_beams", "num_labels", "num_return_sequences", "output_attentions",
            "output_hidden_states", "output_scores", "pad_token_id", "prefix", "problem_type", "pruned_heads",
            "remove_invalid_values", "repetition_penalty", "return_dict", "return_dict_in_generate", "sep_token_id",
            "suppress_tokens", "task_specific_params", "temperature", "tf_legacy_loss", "tie_encoder_decoder",
            "tie_word_embeddings", "tokenizer_class", "top_k", "top_p", "torch_dtype", "torchscript",
            "transformers_version", "typical_p", "use_bfloat16", "use_cache");

    private ClipKeys() {}

    /** Refuses unknown keys of a whole CLIP's config, or of a text encoder's. */
    static void checkText(ModelConfig root) {
        check(root, root.section("text_config").isPresent() ? WHOLE : TEXT);
        root.section("text_config").ifPresent(text -> check(text, TEXT));
    }

    /** Refuses unknown keys of a whole CLIP's config, or of an image encoder's. */
    static void checkVision(ModelConfig root) {
        check(root, root.section("vision_config").isPresent() ? WHOLE : VISION);
        root.section("vision_config").ifPresent(vision -> check(vision, VISION));
    }

    private static void check(ModelConfig config, Set<String> own) {
        config.requireKnownKeys(
                Stream.of(TOWER, own, EVERY_MODEL).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet()));
        config.requireSupported("pruned_heads", "{}");
    }
}
