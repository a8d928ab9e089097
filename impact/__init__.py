"""From activities to emissions with a range: factors, baselines, paired draws."""
