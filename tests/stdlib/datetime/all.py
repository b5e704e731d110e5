from datetime import *
d = datetime(2024, 2, 29, 13, 5, 7, 123456)
print(d, repr(d), d.isoformat(), d + timedelta(days=366), d.strftime("%Y-%m-%d %H:%M:%S %j %a %b"), d.weekday(), d.date().isocalendar(), datetime.fromisoformat("2024-01-02T03:04:05+02:00"), datetime.strptime("05/06/2023", "%d/%m/%Y"), timedelta(hours=30, seconds=-1), d.replace(tzinfo=timezone.utc).timestamp(), date(2024, 3, 1) - date(2023, 3, 1), time(1, 2).isoformat())
