import json
for s in ['{"a":[1,2.5,-3e10,true,false,null,"x\\u00e9\\ud83d\\ude00"]}','[1,]','{"a":1,}','{a:1}','"abc','"a\nb"','[1 2]','{"a" 1}','nul','','-','01','1.','1e','[NaN, Infinity,-Infinity]','"\\x"','"\\u12"','{"a":1 "b"}','[','{','{"a":','  {"b" : [ ] , "c":{} }  ','123456789012345678901234567890','1.5e400','[1] x','\ufeff1']:
    try: print(repr(s), json.loads(s))
    except json.JSONDecodeError as e: print(repr(s), e)
print(json.dumps({"a":[1,2.5,None,True,"é\n\"\\\x01😀"],"b":{}}), json.dumps("é",ensure_ascii=False), json.dumps([1,{"z":1,"a":2}],indent=2,sort_keys=True))
print(json.loads('{"a":1,"b":[{"c":2}]}', object_hook=lambda d: sorted(d)), json.loads('{"a":1}', object_pairs_hook=list), json.loads('[1.5,2]', parse_float=str, parse_int=lambda x:x+'!'))
d=json.loads('{"k":1,"k":2}'); print(d)
for bad in ({1,2}, {(1,2):3}, float('nan')):
    try: print(json.dumps(bad, allow_nan=False))
    except Exception as e: print(type(e).__name__, e)
a=[]; a.append(a)
try: json.dumps(a)
except ValueError as e: print(e)
