/**
 * Detectors in files: one safetensors file holds the weights as tensors, under PyTorch's names, and everything else that
 * scoring needs as strings in its metadata. {@link dev.gradus.models.file.DetectorFile} reads and writes, each model has a
 * {@link dev.gradus.models.file.DetectorFormat}. Of interest to whoever adds a model; to use one, see
 * {@link dev.gradus.models.Detector#save} and {@link dev.gradus.models.Detector#load}.
 */
package dev.gradus.models.file;
