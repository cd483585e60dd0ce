package io.dreamcacher.generation;

import io.dreamcacher.request.PictureSettings;

/**
 * What made a picture; with the same model files it makes the same picture again. This, and nothing about who asked,
 * travels inside the picture.
 *
 * @param identity of the request
 * @param prompt as the caller wrote it
 * @param promptCut whether the model saw only its beginning
 * @param model name or folder of the model
 * @param fingerprint of the model
 * @param settings size, steps, guidance, scheduler, negative prompt
 * @param seed that started the noise
 * @param flagged whether the model's safety checker objected to the picture
 */
public record Recipe(RequestIdentity identity, String prompt, boolean promptCut, String model, String fingerprint,
        PictureSettings settings, long seed, boolean flagged) {}
