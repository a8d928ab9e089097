"""Every query there is, one repository a concept; none without a scope. `data.work.Work` holds them all."""
