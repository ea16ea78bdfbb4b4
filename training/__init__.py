"""How the weights of core/weigh.py come about; nothing here is needed to run checkmsg."""
