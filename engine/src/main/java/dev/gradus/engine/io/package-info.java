/** Floor 6: model files (safetensors), weights of networks in them, files that appear whole or not at all. */
package dev.gradus.engine.io;
