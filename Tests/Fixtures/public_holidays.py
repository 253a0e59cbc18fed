"""Writes the public holidays of the German Länder, 2015 to 2040, as the PyPI package `holidays` knows them.

Run by hand when the law changes: pip install holidays; python3 Tests/Fixtures/public_holidays.py > Tests/Fixtures/public_holidays.txt
"""
import holidays

print("# Public holidays after the PyPI package holidays", holidays.__version__, "- made by public_holidays.py")
for land in "BW BY BE BB HB HH HE MV NI NW RP SL SN ST SH TH".split():
    for year in range(2015, 2041):
        days = sorted(holidays.Germany(subdiv=land, years=year, categories="public"))
        print(land, year, " ".join(day.strftime("%m-%d") for day in days))
