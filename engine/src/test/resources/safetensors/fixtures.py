"""Makes the safetensors files of the engine's tests, and checks one that the engine wrote.

    python fixtures.py                  writes dtypes, networks, expected and the unread types beside this script
    python fixtures.py --check FILE     opens what dev.gradus.engine.io.WrittenFile wrote (gradus.safetensors)

Made with Python 3.11, torch 2.13.0, numpy 2.4.6 and safetensors 0.8.0. Networks have the weights that PyTorch draws;
what they make of their inputs is computed in float64. Another run gives the same bytes but for the order of strings.
"""

import argparse
import json
import pathlib

import numpy
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

HERE = pathlib.Path(__file__).parent

TEXTS = {
    "plain": "taxi",
    "unicode": "Größe, 大きさ, 𝛿, 🚕",
    "escapes": "quote \" backslash \\ slash / tab \t line \n return \r back \b feed \f bell \u0007 delete \u007f",
    "": "the empty key",
    "empty": "",
}


def dtypes():
    """Every type that the engine reads, with its extremes; scalars, empty tensors, many axes."""
    inf, nan = float("inf"), float("nan")
    tensors = {
        "bool": torch.tensor([[True, False], [False, True]]),
        "u8": torch.tensor([0, 1, 127, 128, 255], dtype=torch.uint8),
        "i8": torch.tensor([-128, -1, 0, 127], dtype=torch.int8),
        "i16": torch.tensor([-32768, -1, 0, 32767], dtype=torch.int16),
        "i32": torch.tensor([-(2**31), -1, 0, 2**31 - 1], dtype=torch.int32),
        "i64": torch.tensor([-(2**63), -1, 0, 2**53 + 1, 2**63 - 1]),
        "f16": torch.tensor([0.0, -0.0, 1.0, -2.5, 65504.0, 2**-14, 2**-24, inf, -inf, nan], dtype=torch.float16),
        "bf16": torch.tensor([0.0, -0.0, 1.0, -2.5, 3.3895e38, 2**-126, inf, -inf, nan], dtype=torch.bfloat16),
        "f32": torch.tensor([0.0, -0.0, 0.1, -3.4028235e38, 2**-149, inf, -inf, nan], dtype=torch.float32),
        "f64": torch.tensor([0.0, -0.0, 0.1, -1.7976931348623157e308, 5e-324, inf, -inf, nan], dtype=torch.float64),
        "scalar": torch.tensor(42.0),
        "scalar whole": torch.tensor(42),
        "empty": torch.zeros(0),
        "empty matrix": torch.zeros(3, 0, 5, dtype=torch.float64),
        "axes": torch.arange(16.0).reshape(1, 2, 1, 2, 1, 2, 1, 2, 1),
        "naïve 名 \"quoted\" \\": torch.tensor([1.0]),
    }
    save_file(tensors, HERE / "dtypes.safetensors", metadata=TEXTS)


def unread():
    """Valid files of types that the engine does not read."""
    save_file({"a": torch.tensor([1], dtype=torch.uint64)}, HERE / "u64.safetensors")
    save_file({"a": torch.tensor([1.0]).to(torch.float8_e4m3fn)}, HERE / "f8.safetensors")


def networks():
    """State dictionaries, and what the networks make of an input."""
    torch.manual_seed(20260101)
    layers = {
        "lstm": (torch.nn.LSTM(3, 5, batch_first=True, bidirectional=True), (2, 7, 3)),
        "gru": (torch.nn.GRU(3, 5, batch_first=True, bidirectional=True), (2, 7, 3)),
        "linear": (torch.nn.Linear(6, 4), (3, 6)),
        "conv1d": (torch.nn.Conv1d(2, 3, 5, padding=2), (2, 2, 9)),
        "conv2d": (torch.nn.Conv2d(2, 3, 3, stride=2), (1, 2, 7, 7)),
        "transposed": (torch.nn.ConvTranspose1d(3, 2, 4, stride=2), (2, 3, 5)),
        "batchnorm": (torch.nn.BatchNorm1d(4), (3, 4, 6)),
        "layernorm": (torch.nn.LayerNorm(6), (3, 6)),
    }
    weights, expected = {}, {}
    for name, (layer, shape) in layers.items():
        with torch.no_grad():
            for parameter in layer.parameters():
                parameter.add_(0.1 * torch.randn(parameter.shape))
            for _ in range(3):  # running statistics that are not the first ones
                if name == "batchnorm":
                    layer(2 * torch.randn(shape) + 1)
            x = torch.randn(shape)
            weights |= {f"{name}.{key}": value.clone() for key, value in layer.state_dict().items()}
            y = layer.eval().double()(x.double())
        expected[f"{name}.x"] = x.double()
        expected[f"{name}.y"] = y[0] if isinstance(y, tuple) else y
    save_file({key: value.contiguous() for key, value in weights.items()}, HERE / "networks.safetensors",
              metadata={"format": "pt"})
    save_file({key: value.contiguous() for key, value in expected.items()}, HERE / "expected.safetensors")


class Written(torch.nn.Module):
    """The network of dev.gradus.engine.io.WrittenFile."""

    def __init__(self):
        super().__init__()
        self.encoder = torch.nn.LSTM(3, 4, batch_first=True, bidirectional=True)
        self.norm = torch.nn.BatchNorm1d(8)
        self.decoder = torch.nn.Linear(8, 2)


def check(path):
    """What the engine wrote is what it says, and PyTorch takes the weights."""
    with safe_open(path, framework="pt") as file:
        metadata = file.metadata()
        assert metadata == TEXTS | {"shapes": metadata["shapes"]}, metadata
        shapes = json.loads(metadata["shapes"])
        assert set(file.keys()) == set(shapes)
    tensors = load_file(path)
    for name, shape in shapes.items():
        assert list(tensors[name].shape) == shape, name
    network = Written()
    state = {key.removeprefix("network."): value for key, value in tensors.items() if key.startswith("network.")}
    network.load_state_dict(state)
    place = 0
    for name, cell in network.named_parameters():
        if "bias_hh" in name:
            assert not cell.any(), name
            continue
        assert torch.equal(cell.flatten(), torch.arange(place, place + cell.numel()) / 64 - 1), name
        place += 1
    assert torch.equal(network.norm.running_mean, torch.full((8,), 0.25))
    assert torch.equal(network.norm.running_var, torch.full((8,), 4.0))
    assert tensors["double"].dtype == torch.float64 and tensors["double"].tolist() == [[0.1, -0.0], [5e-324, 1e308]]
    assert tensors["long"].dtype == torch.int64 and tensors["long"].tolist() == [-(2**63), 2**63 - 1]
    assert tensors["scalar"].item() == 42 and tensors["empty"].shape == (3, 0, 5)
    assert numpy.signbit(tensors["double"][0, 1].item())
    print(f"{path}: {len(tensors)} tensors and {len(metadata)} strings, as written")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", metavar="FILE")
    arguments = parser.parse_args()
    if arguments.check:
        check(arguments.check)
    else:
        dtypes()
        unread()
        networks()
