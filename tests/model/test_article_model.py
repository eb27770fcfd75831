import subprocess
import sys

import torch
from torch.utils.data import DataLoader
from transformers import BertTokenizer

from kg import OntologicalDataset, OntologicalReasoningModel
from kg.model.encoder import BUNDLED, encoder_source

TAG2ID = {"O": 0, "A": 1, "B": 2, "I": 3, "C": 4}
TEXTS = ["Socrates is a man", "every man is mortal", "Rex is a dog", "every dog is loud"]
TAGS = [list("AOOB"), list("OBOC"), list("AOOB"), list("OBOC")]


def test_the_articles_loop_learns_and_its_model_comes_back_from_disk_the_same(tmp_path):
    torch.manual_seed(0)
    tokenizer = BertTokenizer.from_pretrained(encoder_source(BUNDLED))
    loader = DataLoader(
        OntologicalDataset(TEXTS, TAGS, tokenizer, TAG2ID, max_len=16), batch_size=2
    )
    model = OntologicalReasoningModel.from_encoder(num_labels=len(TAG2ID))
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    losses = []

    model.train()
    for _ in range(4):
        for batch in loader:
            optimizer.zero_grad()
            outputs = model(batch["input_ids"], batch["attention_mask"], batch["labels"])
            outputs.loss.backward()
            optimizer.step()
            losses.append(outputs.loss.item())
    model.eval()
    model.save_pretrained(tmp_path)
    again = OntologicalReasoningModel.from_pretrained(tmp_path).eval()

    assert sum(losses[-2:]) < 0.5 * sum(losses[:2])
    with torch.inference_mode():
        given = batch["input_ids"], batch["attention_mask"]
        assert torch.equal(model(*given).logits, again(*given).logits)


def test_importing_kg_alone_does_not_import_torch():
    program = "import sys, kg; print('torch' in sys.modules)"

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert ran.stdout.strip() == "False"
